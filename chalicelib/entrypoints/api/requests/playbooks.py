"""The bodies that the JSON API takes about playbooks."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.entrypoints.api.requests.fields import Name

MOST = 100  # onboardings at once
_Cursor = Annotated[str, Field(max_length=2000)]


class FilterBody(BaseModel):
    """Which onboardings of the playbook: as the list of onboardings narrows them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    status: Name | None = None
    stage: Name | None = None
    owner: Name | None = None


class MigrationsBody(BaseModel):
    """Previews of onboardings that run by a playbook; or, with `digests` of a preview, the migrations themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int = Field(ge=1, le=999_999)
    preview: bool = True
    digests: dict[Name, Name] = Field(default={}, max_length=MOST)
    filter: FilterBody = FilterBody()
    cursor: _Cursor | None = None
    limit: int = Field(default=25, ge=1, le=MOST)
