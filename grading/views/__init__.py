"""The pages of results: the examiner's desk, the registrar's release, the candidate's results."""
