"""A versioned S3 bucket in memory, which announces each new version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.faults.cloud.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an object; `metadata` holds what stood in ``x-amz-meta-…``."""

    key: str
    id: str
    data: bytes
    metadata: Mapping[str, str]

    @property
    def etag(self) -> str:
        """Return the entity tag, without its quotes."""
        return hashlib.md5(self.data, usedforsecurity=False).hexdigest()


@dataclass(slots=True, kw_only=True)
class Bucket:
    """One bucket: the versions of each key, the newest last."""

    name: str
    objects: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    stored: int = 0

    def copy(self) -> Bucket:
        """Return an independent copy."""
        return Bucket(name=self.name, objects=dict(self.objects), stored=self.stored)

    def put(self, key: str, data: bytes, metadata: Mapping[str, str] | None = None) -> Version:
        """Store a version."""
        self.stored += 1
        version = Version(key=key, id=f"version-{self.stored}", data=data, metadata=dict(metadata or {}))
        self.objects[key] = (*self.objects.get(key, ()), version)
        return version

    def get(self, key: str, version_id: str | None = None) -> Version:
        """Return a version, the newest without an id."""
        versions = self.objects.get(key, ())
        if not versions:
            raise Refused("NoSuchKey", "There is no such key.", status=404)
        found = versions[-1:] if version_id is None else [v for v in versions if v.id == version_id]
        if not found:
            raise Refused("NoSuchVersion", "There is no such version.", status=404)
        return found[0]
