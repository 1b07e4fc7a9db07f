"""Ways to make a server fetch from where it must not: the list that the tests go through."""

from __future__ import annotations

#: Addresses that are not on the public web, one of each kind.
INSIDE_4 = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",  # noqa: S104
    "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "168.63.129.16", "169.254.0.1",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.254", "192.0.0.1",
    "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1",
    "192.168.255.254", "192.175.48.1", "198.18.0.1", "198.19.255.254", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
INSIDE_6 = (
    "::", "::1", "::127.0.0.1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:7f00:1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1",
    "64:ff9b:1::7f00:1", "64:ff9b:1::8.8.8.8", "100::1", "100:0:0:1::1",
    "2001::1", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:2::1",
    "2001:10::1", "2001:20::1", "2001:1::1", "2001:4:112::1", "2001:db8::1",
    "2002:7f00:1::", "2002:7f00:1::1", "2002:a9fe:a9fe::", "2002:808:808::1",
    "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fd12:3456:789a::1", "fe80::1", "fe80::1%1", "fe80::1%eth0", "febf::1", "fec0::1",
    "ff02::1", "ff0e::1", "1::1", "0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:ffff:7f00:0001",
)  # fmt: skip

#: Spellings of an address in a URL, beside the plain ones above.
SPELLINGS = (
    "http://2130706433/", "http://0x7f000001/", "http://0x7F.0x0.0x0.0x1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0x0/",
    "http://00000000177.0.0.1/", "http://127.0.0.1./", "http://127.0.0.1../", "http://127.000.000.001/",
    "http://①②⑦.⓪.⓪.①/", "http://１２７.0.0.1/", "http://127。0。0。1/", "http://127．0．0．1/",
    "http://127｡0｡0｡1/", "http://١٢٧.0.0.1/", "http://¹²⁷.⁰.⁰.¹/", "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/",
    "http://2852039166/", "http://0xA9FEA9FE/", "http://0251.0376.0251.0376/",
    "http://169.254.43518/", "http://1.2.3.4.5/", "http://256.256.256.256/", "http://127.0.0.1%00/",
    "http://127%2e0%2e0%2e1/", "http://%31%32%37.0.0.1/", "http://[::1%25lo]/",
    "http://[fe80::1%25eth0]/", "http://[::ffff:127.0.0.1]:80/", "http://[::1]:443/",
    "http://[::1/", "http://::1/", "http://[127.0.0.1]/", "http://[v1.1]/", "http://[]/",
    "http://[::1]evil.com/", "http://[::FFFF:7F00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://127.0.0.1:80/", "https://127.0.0.1:443/",
)  # fmt: skip

#: Names of what lies inside a network.
NAMES = (
    "localhost", "LOCALHOST", "localhost.", "api.localhost", "ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "localhost.localdomain", "printer.local", "db.internal", "metadata.google.internal",
    "metadata.google.internal.", "METADATA.google.internal", "metadata", "instance-data",
    "instance-data.ec2.internal", "metadata.azure.com", "metadata.packet.net",
    "metadata.tencentyun.com", "intranet", "router.lan", "nas.home", "wiki.corp", "box.home.arpa",
    "1.0.0.127.in-addr.arpa", "kubernetes.default.svc", "kubernetes", "site.test", "a.invalid",
    "hidden.onion",
)  # fmt: skip

#: What is no plain address of the web, and where programs disagree about who is meant.
TRICKS = (
    "http://user@127.0.0.1/", "http://user:password@example.com/", "http://example.com@127.0.0.1/",
    "http://127.0.0.1@example.com/", "http://:@example.com/", "http://@example.com/",
    "http://example.com%40127.0.0.1/", "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\@example.com/", "http:\\\\127.0.0.1\\", "http://example.com\\.evil.com/",
    "http:/127.0.0.1/", "http:127.0.0.1", "http:///127.0.0.1/", "http:////127.0.0.1/",
    "//127.0.0.1/", "/etc/passwd", "127.0.0.1", "", "http://", "http://?", "http://#127.0.0.1",
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:80/_GET",
    "ftp://127.0.0.1/", "dict://127.0.0.1:80/", "ldap://127.0.0.1/", "jar:http://127.0.0.1!/",
    "data:text/html,hello", "javascript:alert(1)", "ws://127.0.0.1/", "unix:///run/docker.sock",
    "http+unix://%2Frun%2Fdocker.sock/", "view-source:http://127.0.0.1/", "blob:http://127.0.0.1/",
    "http://example.com:22/", "http://example.com:6379/", "http://example.com:8080/",
    "http://example.com:0/", "http://example.com:-80/", "http://example.com:65536/",
    "http://example.com:80:80/", "http://example.com:/", "http://example.com:٨٠/",
    "http://example.com:8_0/", "http://example.com:+80/", "http://example.com:080/",
    "http://example.com/\r\nHost: 127.0.0.1", "http://example.com/\nX: y",
    "http://example.com\r\n.evil.com/", "http://exam\tple.com/", "http://127.0.0.1\t/",
    " http://127.0.0.1/", "\x00http://127.0.0.1/", "http://example.com/\x00",
    "http://127.0.0.1\u200b/", "http://\u202e1.0.0.721/", "http://example.com\u2028/",
    "http://exa mple.com/", "http://-.com/", "http://-a.com/", "http://a..com/", "http://.com/",
    "http://.example.com/", "http://example.com../", "http://*.com/", "http://exa℀mple.com/",
    "http://a!b.com/", "http://" + "a" * 64 + ".com/", "http://" + "a." * 130 + "com/",
    "http://example.com/" + "a" * 2000, "http://\ud800.com/", "http://xn--.com/x y",
)  # fmt: skip


def bracketed(address: str) -> str:
    """The address as a URL has it."""
    return f"[{address}]" if ":" in address else address


LITERALS = tuple(f"http://{bracketed(address)}/" for address in (*INSIDE_4, *INSIDE_6))
NAMED = tuple(f"http://{name}/" for name in NAMES)

#: Where a server of the public web may try to lead.
LED_TO = (
    *LITERALS[:: 4], *SPELLINGS[:: 3], *NAMED[:: 4],
    "http://user@example.com/", "//127.0.0.1/", "//localhost/", "http://example.com:22/",
    "file:///etc/passwd", "gopher://127.0.0.1/", "\\\\127.0.0.1\\", "/\\127.0.0.1/", "data:,x",
    "http://inside.example.com/", "http:////127.0.0.1/", "///127.0.0.1/",
)  # fmt: skip
