"""Certificates of the test's own: an authority, and servers that it vouches for."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from annotator.clock import now

_PEM = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class Authority:
    """Who vouches for servers; whoever trusts it reads its certificate from the `file`."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    file: Path

    @classmethod
    def at(cls, folder: Path, name: str) -> Authority:
        """A new one, that nobody trusts yet."""
        key, called = ec.generate_private_key(ec.SECP256R1()), _named(name)
        made = _certificate(called, called, key.public_key())
        own = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        file = folder / f"{name}.pem"
        file.write_bytes(own.sign(key, hashes.SHA256()).public_bytes(_PEM))
        return cls(called, key, file)

    def server(self, host: str) -> ssl.SSLContext:
        """What a server of this name shows to whoever asks."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(host), self.name, key.public_key())
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        signed = made.add_extension(names, critical=False).sign(self.key, hashes.SHA256())
        plain = serialization.NoEncryption()
        kind = serialization.PrivateFormat.PKCS8
        file = self.file.with_name(f"{host}.server.pem")
        file.write_bytes(key.private_bytes(_PEM, kind, plain) + signed.public_bytes(_PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    began, day = now(), timedelta(days=1)
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=began - day,
        not_valid_after=began + day,
    )
