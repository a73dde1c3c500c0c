"""Numbers as people enter them into forms."""

from collections.abc import Sequence
from typing import Any

import wtforms


class DecimalField(wtforms.DecimalField):
    """A number with decimals; what Python also reads as one, such as NaN and Infinity, is none."""

    data: Any

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Refuse what nothing can be compared with in the words for what is no number at all."""
        super().process_formdata(valuelist)
        if self.data is not None and not self.data.is_finite():
            super().process_formdata(["-"])
