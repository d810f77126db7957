"""Values of class C3 and above, encrypted before they reach the database (AES-256-GCM, one derived key per record).

The personal profile goes further: a random key for each person, itself sealed with the company's, so that dropping that
one key makes everything under it unreadable for good (docs/decisions/0010-a-key-per-person.md).
"""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FORM = b"\x01"
_KEY_OF = b"key of a person:"


def _key(owner: UUID) -> bytes:
    secret = settings.FIELD_KEY.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=owner.bytes, info=b"keyaccount field").derive(secret)


def seal(text: str, *, owner: UUID) -> bytes | None:
    """Form byte, nonce, ciphertext; bound to the record, so that it opens nowhere else. Nothing for an empty text."""
    if not text:
        return None
    return _closed(_key(owner), text.encode(), owner.bytes)


def unseal(sealed: bytes | memoryview, *, owner: UUID) -> str:
    """The text again; a wrong key or a moved value raises `InvalidTag`, never gives another text."""
    return _opened(_key(owner), sealed, owner.bytes).decode()


def new_key() -> bytes:
    """A random key for one person, 32 bytes."""
    return os.urandom(32)


def wrap(key: bytes, *, owner: UUID) -> bytes:
    """A person's key sealed with the company's, bound to that person and to being a key."""
    return _closed(_key(owner), key, _KEY_OF + owner.bytes)


def unwrap(sealed: bytes | memoryview, *, owner: UUID) -> bytes:
    """The person's key; raises `InvalidTag` for another person's."""
    return _opened(_key(owner), sealed, _KEY_OF + owner.bytes)


def seal_under(key: bytes, text: str, *, entry: UUID) -> bytes:
    """A text under a person's key, bound to the entry that holds it."""
    return _closed(key, text.encode(), entry.bytes)


def unseal_under(key: bytes, sealed: bytes | memoryview, *, entry: UUID) -> str:
    """The text again; raises `InvalidTag` under another key or in another entry."""
    return _opened(key, sealed, entry.bytes).decode()


def _closed(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(12)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _opened(key: bytes, sealed: bytes | memoryview, bound: bytes) -> bytes:
    raw = bytes(sealed)
    if raw[:1] != _FORM:
        raise InvalidTag
    return AESGCM(key).decrypt(raw[1:13], raw[13:], bound)
