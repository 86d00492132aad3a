"""Check an exported ledger (台账脱机核验), with nothing but this file.

    python verify_ledger.py LEDGER.jsonl [--anchor FILE] [--printed ROOT]... [--key FILE]

Standard library only. LEDGER.jsonl is what `greenchannel verify --export` wrote; - = standard
input. Read line by line: memory grows with projects and days, not with what was entered. Every
chain, head, day root, line of the anchor and root in a bulletin is computed anew, in SHA-256
and, where it is given, in SM3 (GB/T 32905-2016). Ends with 0 if all holds, with 4 if not, and
names line, stream and number.

Whoever rewrote the ledger and the export alike is found only by what lies elsewhere: `--anchor`
= your own copy of the anchor; `--printed` = a root from a bulletin or a mail; `--key` = the key
that seals the heads.
"""

import argparse
import hashlib
import hmac
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

FORMAT, EDITION = "greenchannel-ledger", 1
HOLDS, USAGE, BROKEN = 0, 2, 4
MOST_TOLD = 20
GENESIS = "0" * 64
SECTIONS = ("ledger", "anchor", "entry", "head", "day", "end")
HASHED = ("prev", "stream", "version", "kind", "payload", "at", "on", "by", "via", "key")
NAMES_A_ROOT = {"bulletin_issued": "通报", "key_rotated": "更换密钥"}
Row = dict[str, Any]
Ends = dict[str, tuple[int, str]]
Digest = Callable[[bytes], bytes]
Fault = tuple[int, str]
"""Line of the file, what is wrong there."""

START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600)
START += (0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
WORD = 0xFFFFFFFF


def _left(word: int, bits: int) -> int:
    bits %= 32
    return ((word << bits) | (word >> (32 - bits))) & WORD


def sm3(message: bytes) -> bytes:
    """Return the SM3 digest of a message, as GB/T 32905-2016 describes it."""
    padded = message + b"\x80" + bytes((55 - len(message)) % 64)
    padded += (8 * len(message)).to_bytes(8)
    state = START
    for at in range(0, len(padded), 64):
        w = [int.from_bytes(padded[at + 4 * j : at + 4 * j + 4]) for j in range(16)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ _left(w[j - 3], 15)
            x ^= _left(x, 15) ^ _left(x, 23)  # P1
            w.append(x ^ _left(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            a12 = _left(a, 12)
            ss1 = _left((a12 + e + _left(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & WORD, 7)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & WORD & g)
            tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & WORD
            tt2 = (gg + h + ss1 + w[j]) & WORD
            a, b, c, d = tt1, a, _left(b, 9), c
            e, f, g, h = tt2 ^ _left(tt2, 9) ^ _left(tt2, 17), e, _left(f, 19), g  # P0
        state = tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True))
    return b"".join(one.to_bytes(4) for one in state)


def _quick_sm3(message: bytes) -> bytes:
    return hashlib.new("sm3", message).digest()


def _sha256(message: bytes) -> bytes:
    return hashlib.sha256(message).digest()


SM3: Digest = _quick_sm3 if "sm3" in hashlib.algorithms_available else sm3


class Tree:
    """Merkle roots of one algorithm (RFC 6962 §2.1, an odd node goes up as it is)."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self.known: dict[bytes, bytes] = {}

    def root(self, ends: Ends) -> str:
        """Return the root over streams, versions and hashes; nodes met before are remembered."""
        before, self.known = self.known, {}

        def node(message: bytes) -> bytes:
            found = before.get(message) or self.digest(message)
            self.known[message] = found
            return found

        level = [node(b"\0%b\n%d\n%b" % (s.encode(), *_end(ends[s]))) for s in sorted(ends)]
        while len(level) > 1:
            pairs = [
                node(b"\1" + left + right)
                for left, right in zip(level[::2], level[1::2], strict=False)
            ]
            level = pairs + level[len(level) - len(level) % 2 :]
        return level[0].hex() if level else GENESIS


def _end(end: tuple[int, str]) -> tuple[int, bytes]:
    return end[0], end[1].encode()


def canonical(value: Row) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(entry: Row) -> str:
    """Return the hash of an entry, chained to the one before it."""
    hashed = {name: entry[name] for name in HASHED}
    if entry.get("person"):  # who acted, where the post does not say it
        hashed["person"] = entry["person"]
    return _sha256(canonical(hashed).encode()).hex()


class Ledger:
    """What the lines of an export add up to, as they go by."""

    def __init__(self, own: list[str], key: bytes | None) -> None:
        self.own, self.key = own, key
        self.trees = {"sha256": Tree(_sha256), "sm3": Tree(SM3)}
        self.entries, self.ends, self.sealed = 0, dict[str, tuple[int, str]](), set[str]()
        self.by_day: dict[str, tuple[list[int], Ends]] = defaultdict(lambda: ([0], {}))
        self.days: list[tuple[str, list[int], Ends]] | None = None
        self.until: Ends = {}
        self.counted = 0
        self.anchors, self.anchored, self.last = 0, dict[str, tuple[int, str]](), GENESIS
        self.wanted: dict[tuple[str, int], tuple[int, str]] = {}
        """Stream and version → line of the anchor that names it, and the hash named there."""
        self.roots: dict[str, str] = {}
        """Root → where it was met."""
        self.key_name = self.last_key = ""

    def roots_of(self, ends: Ends, where: str) -> dict[str, str]:
        """Return the roots of both algorithms, and remember where they were met."""
        found = {name: tree.root(ends) for name, tree in self.trees.items()}
        for root in found.values():
            self.roots.setdefault(root, where)
        return found

    # Sections, in the order of the file --------------------------------------------------

    def ledger(self, row: Row) -> Iterator[str]:
        """Read the first line: what this is."""
        if (row["format"], row["edition"]) != (FORMAT, EDITION):
            yield f"不是第 {EDITION} 版 {FORMAT} 文件"
        self.key_name = row["key"]

    def anchor(self, row: Row) -> Iterator[str]:
        """Read a line of the anchor, as it stands in its file."""
        text = row["text"].strip()
        try:
            line = json.loads(text)
        except ValueError:
            return  # torn by a crash while it was written; what was a line once is missed below
        self.anchors += 1
        name = f"锚定第 {line['number']} 号"
        if (line["number"], line["prev"]) != (self.anchors, self.last):
            yield f"{name}与前文不衔接"
        if self.own and self.anchors <= len(self.own) and text != self.own[self.anchors - 1]:
            yield f"{name}与所持副本不一致"
        if line["restored"]:
            self.anchored, self.wanted = {}, {}
        moved = {stream: (version, hash_) for stream, (version, hash_) in line["moved"].items()}
        self.anchored = self.anchored | moved
        for stream, (version, hash_) in moved.items():
            self.wanted[stream, version] = (line["number"], hash_)
        roots = self.roots_of(self.anchored, f"{name}（{line['at'][:16]}Z）")
        if line["root"] != roots["sha256"] or line.get("root_sm3", "") not in ("", roots["sm3"]):
            yield f"{name}的总哈希与其所列流末不符"
        counted = sum(version for version, _ in self.anchored.values())
        if (line["entries"], line["streams"]) != (counted, len(self.anchored)):
            yield f"{name}的条数与其所列流末不符"
        self.last = _sha256(text.encode()).hex()

    def entry(self, row: Row) -> Iterator[str]:
        """Chain an entry to the one before it of its stream."""
        stream, version, hash_ = row["stream"], row["version"], row["hash"]
        before, prev = self.ends.get(stream, (0, GENESIS))
        place = f"{stream} 第 {version} 条"
        if version != before + 1:
            yield f"{place}：序号不连续，其前是第 {before} 条"
        if row["prev"] != prev:
            yield f"{place}：与前一条的哈希不衔接"
        if hash_ != entry_hash(row):
            yield f"{place}：内容与哈希不符"
        number, wanted = self.wanted.pop((stream, version), (0, hash_))
        if wanted != hash_:
            yield f"{place}：与锚定第 {number} 号所记不同"
        if what := NAMES_A_ROOT.get(row["kind"]):
            payload = json.loads(row["payload"])
            said = {"sha256": payload["anchor"], "sm3": payload.get("anchor_sm3", "")}
            roots = self.roots_of(self.ends, f"{place}（{what}）之前的台账")
            if any(root not in ("", roots[name]) for name, root in said.items()):
                yield f"{place}：{what}所印总哈希与其前的台账不符"
            if row["kind"] == "key_rotated":
                if self.last_key not in ("", payload["former"]):
                    yield f"{place}：原密钥不是前次更换后的密钥"
                self.last_key = payload["new"]
        self.entries += 1
        self.ends[stream] = (version, hash_)
        count, moved = self.by_day[row["on"]]
        count[0] += 1
        moved[stream] = (version, hash_)

    def head(self, row: Row) -> Iterator[str]:
        """Compare the sealed end of a stream."""
        stream, version, hash_ = row["stream"], row["version"], row["hash"]
        self.sealed.add(stream)
        if self.ends.get(stream) != (version, hash_):
            last, _ = self.ends.get(stream, (0, GENESIS))
            yield f"{stream}：台账至第 {last} 条，流末签章所记为第 {version} 条，或者内容不同"
        if self.key is not None:
            text = f"{stream}\n{version}\n{hash_}".encode()
            if not hmac.compare_digest(hmac.digest(self.key, text, "sha256").hex(), row["mac"]):
                yield f"{stream}：流末签章与密钥不符"

    def day(self, row: Row) -> Iterator[str]:
        """Compute the roots at the end of a day on which something was entered."""
        if self.days is None:
            self.days = [(day, *told) for day, told in sorted(self.by_day.items(), reverse=True)]
        if not self.days or self.days[-1][0] != row["on"]:
            wanted = self.days[-1][0] if self.days else "无"
            yield f"日末总哈希：应为 {wanted}，所列为 {row['on']}"
            return
        day, (count,), moved = self.days.pop()
        self.counted += count
        self.until = self.until | moved
        expected: Row = self.roots_of(self.until, f"{day} 日末")
        expected |= {"entries": self.counted, "streams": len(self.until)}
        for name, value in expected.items():
            if row[name] not in (("", value) if name == "sm3" else (value,)):
                yield f"{day} 日末：{name} 应为 {value}，所列为 {row[name]}"

    def end(self, row: Row) -> Iterator[str]:
        """Ask what must all have gone by."""
        for stream in sorted(set(self.ends) - self.sealed):
            yield f"{stream}：没有流末签章"
        left = self.days if self.days is not None else list(self.by_day)
        if left:
            yield f"缺少 {len(left)} 日的日末总哈希"
        for (stream, version), (number, _) in sorted(self.wanted.items()):
            yield f"{stream}：缺少第 {version} 条，锚定第 {number} 号记有该条"
        if len(self.own) > self.anchors:
            yield f"锚定记录至第 {self.anchors} 号，所持副本至第 {len(self.own)} 号"
        if self.last_key not in ("", self.key_name):
            yield "密钥指纹不是末次更换后的密钥"
        if self.key is not None and _sha256(b"audit key\n" + self.key).hex()[:16] != self.key_name:
            yield "所给密钥的指纹不是台账现用密钥"
        if row["entries"] != self.entries:
            yield f"条数应为 {self.entries}，所列为 {row['entries']}"


def _once(pairs: list[tuple[str, Any]]) -> Row:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("同一键重复出现")
    return dict(pairs)


def faults(lines: Iterable[bytes], ledger: Ledger) -> Iterator[Fault]:
    """Yield everything in which an export differs from itself, in the order of its lines."""
    whole, section, number = hashlib.sha256(), 0, 0
    for number, raw in enumerate(lines, 1):
        try:
            row = json.loads(raw, object_pairs_hook=_once)
            name = row["line"]
            if name not in SECTIONS[section:] or (number == 1) != (name == "ledger"):
                yield number, f"此处不应有 {name} 一行"
                continue
            section = SECTIONS.index(name)
            if name == "end":
                if row["sha256"] != whole.hexdigest():
                    yield number, "文件摘要不符：此前某处被改动、增删或者调换"
                if not raw.endswith(b"\n"):
                    yield number, "末行不完整"
            yield from ((number, what) for what in getattr(ledger, name)(row))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as why:
            yield number, f"无法读取（{why or type(why).__name__}）"
        except RecursionError:
            yield number, "无法读取（嵌套过深）"
        whole.update(raw)
        if section == len(SECTIONS) - 1:
            section += 1
    if section < len(SECTIONS):
        yield number + 1, "文件不完整：缺少末行"


def main(arguments: list[str]) -> int:
    """Verify the file that the command line names."""
    asked = argparse.ArgumentParser(description=__doc__, prog="verify_ledger.py")
    asked.formatter_class = argparse.RawDescriptionHelpFormatter
    asked.add_argument("file", metavar="LEDGER.jsonl")
    asked.add_argument("--anchor", type=Path)
    asked.add_argument("--printed", action="append", default=[])
    asked.add_argument("--key", type=Path)
    given = asked.parse_args(arguments)
    try:
        own = given.anchor.read_text("utf-8").splitlines() if given.anchor else []
        key = given.key.read_bytes().strip() if given.key else None
        with sys.stdin.buffer if given.file == "-" else Path(given.file).open("rb") as lines:
            return tell(lines, Ledger([one.strip() for one in own if _whole(one)], key), given)
    except (OSError, UnicodeDecodeError) as why:
        sys.stderr.write(f"无法读取文件：{why}\n")
        return USAGE


def _whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def tell(lines: Iterable[bytes], ledger: Ledger, given: argparse.Namespace) -> int:
    """Say what was found; return the code to end with."""
    many = 0
    for number, what in faults(lines, ledger):
        many += 1
        if many <= MOST_TOLD:
            sys.stdout.write(f"不符：第 {number} 行 {what}\n")
    for printed in given.printed:
        where = ledger.roots.get(printed.strip().lower())
        many += where is None
        said = f"即{where}的总哈希" if where else "不符：不是此台账任何一日末、锚定或者通报的总哈希"
        sys.stdout.write(f"{printed}：{said}\n")
    if many:
        sys.stdout.write(f"共 {many} 处不符\n")
        return BROKEN
    roots = ledger.roots_of(ledger.ends, "全部台账")
    sys.stdout.write(
        f"相符：{ledger.entries} 条，{len(ledger.ends)} 流，{len(ledger.by_day)} 日，"
        f"锚定 {ledger.anchors} 号\nSHA-256 {roots['sha256']}\nSM3 {roots['sm3']}\n"
    )
    return HOLDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
