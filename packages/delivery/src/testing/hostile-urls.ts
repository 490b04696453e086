/** URLs and addresses that nothing of ours may be sent to, for every place where one can be written down. */

const hosts = [
  ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1."],
  ["[::1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[fd00:ec2::254]", "[fe80::1]"],
  ["10.0.0.8", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254", "169.254.170.2", "168.63.129.16"],
  ["0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "[2001:db8::1]"],
  ["[2002:7f00:1::]", "[2001::1]", "[::]", "[ff02::1]", "localhost", "metadata", "internal", "a..example.com", "-a.example.com"],
].flat();
const shapes = [
  "http://example.com/hook",
  "ftp://example.com/hook",
  "file:///etc/passwd",
  "gopher://example.com/",
  "data:text/plain,hello",
  "javascript:alert(1)",
  "https://user@example.com/",
  "https://user:pass@example.com/",
  "https://:pass@example.com/",
  "https://example.com:22/",
  "https://example.com:80/",
  "https://example.com:6379/",
  "https://example.com:65535/",
  "https://example.com/#fragment",
  "https://",
  "https:///example.com/hook",
  "https:example.com/hook",
  "https:\\\\example.com/hook",
  "//example.com",
  "example.com",
  "",
  " ",
  `https://example.com/${"a".repeat(2_048)}`,
  "https://[fe80::1%25eth0]/",
  "https://exa mple.com/",
];

/** Refused when they are saved and at every send: private, link-local, metadata and mapped addresses in all spellings, other schemes, credentials, odd ports, what is no URL. */
export const HOSTILE_URLS: readonly string[] = [...hosts.map((host) => `https://${host}/hook`), ...shapes];

/** Twelve literal addresses, each refused by every guard worth the name. */
export const HOSTILE_LITERALS: readonly string[] = [
  "127.0.0.1",
  "127.8.9.10",
  "10.1.2.3",
  "169.254.169.254",
  "172.20.0.1",
  "192.168.0.1",
  "100.64.1.1",
  "0.0.0.0",
  "::1",
  "::ffff:10.0.0.1",
  "fd00::1",
  "fe80::1",
];
