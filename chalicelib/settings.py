"""Every setting, read from the environment by hand (twelve-factor). docs/settings.md says what each is for."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    stage: str
    public_url: str
    table: str
    bucket: str
    secret: str
    secrets_key: str
    ingest_queue: str
    commands_queue: str
    deliver_queue: str
    mail_from: str
    mail_configuration_set: str
    hubspot_api: str
    hubspot_portal: str
    salesforce_api: str
    salesforce_organization: str
    pipedrive_api: str
    pipedrive_company: str
    provisioning_api: str
    malware_scanning: bool
    textract: bool
    openings_per_hour: int
    brand_name: str
    brand_color: str
    brand_logo: str
    clock_file: str | None

    @property
    def path_prefix(self) -> str:
        """Return the path under which the product is served: empty, or ``/prefix``."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def tenants(self) -> Mapping[str, str]:
        """Return the CRM account of each source of deals."""
        return {
            "hubspot": self.hubspot_portal,
            "salesforce": self.salesforce_organization,
            "pipedrive": self.pipedrive_company,
            "deals": "default",
        }

    @property
    def secure(self) -> bool:
        """Say whether visitors come over https."""
        return self.public_url.startswith("https://")


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return read(os.environ)


def read(env: Mapping[str, str]) -> Settings:
    """Read settings from an environment.

    Raises
    ------
    SettingsError
        A setting is missing or malformed.
    """
    stage = env.get("STAGE", "local")
    public_url = _need(env, "PUBLIC_URL").rstrip("/")
    if stage != "local" and (not public_url.startswith("https://") or urlsplit(public_url).path):
        raise SettingsError(
            "PUBLIC_URL must be https:// on a domain of its own, without a path, outside `local`."
        )
    return Settings(
        stage=stage,
        public_url=public_url,
        table=_need(env, "TABLE_NAME"),
        bucket=env.get("BUCKET_NAME", ""),
        secret=env.get("SECRET_NAME", ""),
        secrets_key=env.get("SECRETS_KEY", ""),
        ingest_queue=env.get("INGEST_QUEUE_URL", ""),
        commands_queue=env.get("COMMANDS_QUEUE_URL", ""),
        deliver_queue=env.get("DELIVER_QUEUE_URL", ""),
        mail_from=env.get("MAIL_FROM", "Golive <onboarding@vendor.example>"),
        mail_configuration_set=env.get("MAIL_CONFIGURATION_SET", ""),
        hubspot_api=env.get("HUBSPOT_API", "https://api.hubapi.com"),
        hubspot_portal=env.get("HUBSPOT_PORTAL", ""),
        salesforce_api=env.get("SALESFORCE_API", ""),
        salesforce_organization=env.get("SALESFORCE_ORGANIZATION", ""),
        pipedrive_api=env.get("PIPEDRIVE_API", "https://api.pipedrive.com"),
        pipedrive_company=env.get("PIPEDRIVE_COMPANY", ""),
        provisioning_api=env.get("PROVISIONING_API", ""),
        malware_scanning=env.get("MALWARE_SCANNING", "on") != "off",
        textract=env.get("TEXTRACT", "off") == "on",
        openings_per_hour=_whole(env, "OPENINGS_PER_HOUR", 20),
        brand_name=env.get("BRAND_NAME", "Golive"),
        brand_color=env.get("BRAND_COLOR", "#1d4ed8"),
        brand_logo=_picture(env, "BRAND_LOGO"),
        clock_file=env.get("CLOCK_FILE"),
    )


def _need(env: Mapping[str, str], name: str) -> str:
    if not env.get(name):
        raise SettingsError(f"{name} is not set. docs/settings.md lists every setting.")
    return env[name]


def _picture(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "")
    if text and not re.fullmatch(r"[\w-]+\.svg", text, re.ASCII):
        raise SettingsError(f"{name} must be the name of an .svg file in chalicelib/static, not {text!r}.")
    return text


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {text!r}.")
    return int(text)
