"""Values of class C3 and above, encrypted before they reach the database (AES-256-GCM, one derived key per record)."""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FORM = b"\x01"


def _key(owner: UUID) -> bytes:
    secret = settings.FIELD_KEY.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=owner.bytes, info=b"keyaccount field").derive(secret)


def seal(text: str, *, owner: UUID) -> bytes | None:
    """Form byte, nonce, ciphertext; bound to the record, so that it opens nowhere else. Nothing for an empty text."""
    if not text:
        return None
    nonce = os.urandom(12)
    return _FORM + nonce + AESGCM(_key(owner)).encrypt(nonce, text.encode(), owner.bytes)


def unseal(sealed: bytes | memoryview, *, owner: UUID) -> str:
    """The text again; a wrong key or a moved value raises `InvalidTag`, never gives another text."""
    raw = bytes(sealed)
    if raw[:1] != _FORM:
        raise InvalidTag
    return AESGCM(_key(owner)).decrypt(raw[1:13], raw[13:], owner.bytes).decode()
