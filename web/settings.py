"""How this installation is set up: read once from the environment, checked as a whole, never printed."""

import secrets
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import IPvAnyNetwork, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.sealing import Keys, development_keys

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Settings(BaseSettings):
    """Every setting there is. Names of environment variables are the same in capitals."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", hide_input_in_errors=True)

    environment: Literal["development", "production"] = "development"
    data_dir: Path = ROOT / "data"
    database_url: str = ""
    redis_url: str = ""
    secret_key: SecretStr = SecretStr("")
    sealing_keys: SecretStr = SecretStr("")
    lookup_key: SecretStr = SecretStr("")
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    issuer_zh: str = "客户服务管理师认证中心"
    issuer_en: str = "Customer Service Manager Certification Centre"
    mail_server: str = ""
    mail_port: int = 25
    mail_sender: str = "noreply@localhost"
    sign_in_limit: str = "10/minute;60/hour"
    account_limit: str = "600/hour"
    public_limit: str = "60/minute"
    metrics_from: tuple[IPvAnyNetwork, ...] = (ip_network("127.0.0.0/8"), ip_network("::1"))

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self.data_dir = self.data_dir.resolve()
        if not self.database_url:
            self.database_url = f"sqlite:///{self.data_dir / 'platform.sqlite3'}"
        if self.environment == "production" and not self.secret_key.get_secret_value():
            message = "SECRET_KEY must be set in production"
            raise ValueError(message)
        if self.environment == "production" and not self.trusted_hosts:
            message = "TRUSTED_HOSTS must name the host names of this installation in production"
            raise ValueError(message)
        given = self.sealing_keys.get_secret_value(), self.lookup_key.get_secret_value()
        if any(given) != all(given) or (self.environment == "production" and not all(given)):
            message = "SEALING_KEYS and LOOKUP_KEY must both be set, and in production they have no default"
            raise ValueError(message)
        if all(given):
            Keys.read(*given)
        return self

    def keys(self) -> Keys:
        """The keys that seal personal data; in development they are made once and kept in the data folder."""
        given = self.sealing_keys.get_secret_value(), self.lookup_key.get_secret_value()
        return Keys.read(*given) if all(given) else development_keys(self.data_dir)

    def signing_key(self) -> str:
        """The secret that signs cookies; in development it is made once and kept in the data folder."""
        given = self.secret_key.get_secret_value()
        if given:
            return given
        path = self.data_dir / "development-secret"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{secrets.token_hex(4)}")
            partial.touch(mode=0o600)
            partial.write_text(secrets.token_urlsafe(48))
            with suppress(FileExistsError):
                path.hardlink_to(partial)
            partial.unlink()
        return path.read_text()

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation by HTTPS."""
        return self.base_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Whether this installation serves its own machine only."""
        host = self.base_url.split("://", 1)[-1].split("/", 1)[0]
        return host.rsplit(":", 1)[0] in LOOPBACK or host in LOOPBACK
