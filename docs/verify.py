#!/usr/bin/env python3
"""Checks an exported Footprint journal, or a proof of one entry. The forms are described in docs/journal.md.

Needs Python 3.9 or later and the package "cryptography". Exit codes: 0 everything holds, 1 something is altered, 2 it could
not be checked.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print('cannot check: the Python package "cryptography" is missing (pip install cryptography)', file=sys.stderr)
    sys.exit(2)

EXACT = 2**53 - 1
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
HASH = re.compile(r"[0-9a-f]{64}")
FORMAT_1 = {"format", "sequence", "recorded_at", "actor", "act", "authority", "events", "files", "payloads"}
MEMBERS = {1: FORMAT_1, 2: FORMAT_1 | {"erases"}}


class Altered(Exception):
    """Something is not as it was recorded."""


class CannotCheck(Exception):
    """The question cannot be answered."""


def require(holds, what):
    if not holds:
        raise Altered(what)


# Canonical JSON (RFC 8785) without fractions


def canonical(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        require(-EXACT <= value <= EXACT, f"the number {value} is beyond the exact range and not a string")
        return str(value)
    if isinstance(value, float):
        raise Altered(f"the number {value} is not whole")
    if isinstance(value, str):
        return canonical_string(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical_string(name) + ":" + canonical(value[name]) for name in names) + "}"


def canonical_string(text):
    # Python escapes what RFC 8785 does; DEL (7f) is left alone by both.
    return json.dumps(text, ensure_ascii=False)


# The tree (RFC 6962, RFC 9162)


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def leaf_hash(stored):
    return sha256(b"\x00", stored)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


class Tree:
    """A tree that grows: the roots of its complete parts, largest first."""

    def __init__(self):
        self.size = 0
        self.parts = []

    def add(self, leaf):
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(self.parts.pop(), node)
            size >>= 1
        self.parts.append(node)
        self.size += 1

    def root(self):
        if not self.parts:
            return sha256()
        node = self.parts[-1]
        for left in reversed(self.parts[:-1]):
            node = node_hash(left, node)
        return node


def inclusion_holds(index, size, leaf, path, root):
    if index >= size:
        return False
    at, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(old, new, old_root, new_root, path):
    if old == new:
        return not path and old_root == new_root
    if old == 0 or old > new:
        return False
    path = list(path)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_node = new_node = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_node, new_node = node_hash(sibling, old_node), node_hash(sibling, new_node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new_node = node_hash(new_node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root


# Signed notes


def unbase64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Altered(f"{what} is not base64") from None
    require(base64.b64encode(data).decode() == text, f"{what} is not base64 in its one standard form")
    return data


def decimal(text, what):
    require(re.fullmatch(r"0|[1-9]\d*", text), f"{what} is not a number")
    return int(text)


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        require(len(parts) == 3, f"{text!r} is not a verifier key")
        self.text, self.name = text, parts[0]
        public = unbase64(parts[2], f"the key in {text!r}")
        require(len(public) == 33 and public[0] == 1, f"{text!r} is not an Ed25519 verifier key")
        self.public = Ed25519PublicKey.from_public_bytes(public[1:])
        self.id = sha256(self.name.encode(), b"\n", public)[:4]
        require(self.id.hex() == parts[1], f"the id in {text!r} is not that of its key")


class Note:
    def __init__(self, data, what):
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise Altered(f"{what} is not UTF-8 text") from None
        text, blank, lines = whole.rpartition("\n\n")
        require(blank and lines.endswith("\n"), f"{what} is not a signed note")
        self.what, self.text, self.signatures = what, text + "\n", []
        require(not any(c < " " and c != "\n" for c in self.text), f"{what} has a control character")
        for line in lines[:-1].split("\n"):
            match = re.fullmatch(r"— ([^ +]+) ([^ ]+)", line)
            require(match, f"{what} has a line below its text that is not a signature")
            signature = unbase64(match[2], f"a signature of {what}")
            require(len(signature) > 4, f"{what} has a signature that is too short")
            self.signatures.append((match[1], signature[:4], signature[4:]))

    def signed_by(self, key):
        """Whether the key signed it. A line by that key that fails makes the note void."""
        for name, id_, signature in self.signatures:
            if (name, id_) == (key.name, key.id):
                try:
                    key.public.verify(signature, self.text.encode())
                except InvalidSignature:
                    raise Altered(f"{self.what}: the signature by {key.text} does not hold") from None
                return True
        return False


def checkpoint_of(note):
    lines = note.text.split("\n")[:-1]
    require(len(lines) >= 3 and all(lines), f"{note.what} is not a checkpoint")
    root = unbase64(lines[2], f"the root in {note.what}")
    require(len(root) == 32, f"the root in {note.what} has {len(root)} bytes")
    return lines[0], decimal(lines[1], f"the size in {note.what}"), root


class Statement:
    def __init__(self, data, what):
        note = Note(data, what)
        lines = note.text.split("\n")[:-1]
        require(len(lines) == 6 and lines[0] == "footprint key statement v1", f"{what} is not a key statement")
        values = []
        for line, prefix in zip(lines[2:], ("from ", "to ", "size ", "root ")):
            require(line.startswith(prefix), f"{what} has no line {prefix!r}")
            values.append(line[len(prefix):])
        self.what, self.change, self.from_ = what, lines[1], values[0]
        self.to, self.size = Key(values[1]), decimal(values[2], f"the size in {what}")
        self.root = unbase64(values[3], f"the root in {what}")
        require(self.change in ("created", "rotated", "replaced"), f"{what} says {self.change!r}")
        require((self.change == "created") == (self.from_ == "none"), f"{what} and the key it starts from do not agree")
        require(note.signed_by(self.to), f"{what} is not signed by its key {self.to.text}")
        if self.change == "rotated":
            require(note.signed_by(Key(self.from_)), f"{what} is not signed by the key before, {self.from_}")


# An exported journal


def numbered(folder):
    """The notes of a folder in order, by what they are called in messages."""
    kind = {"checkpoints": "checkpoint", "keys": "key statement"}[folder.name]
    for number, path in enumerate(sorted(folder.glob("*.note")) if folder.is_dir() else [], 1):
        require(path.name == f"{number:06}.note", f"{kind} {number} is missing, found {path.name}")
        yield f"{kind} {number}", path.read_bytes()


def read_statements(folder):
    statements = []
    for what, data in numbered(folder / "keys"):
        statement = Statement(data, what)
        if statements:
            before = statements[-1]
            require(statement.from_ == before.to.text, f"{what} does not start from the key of the one before")
            require(statement.size >= before.size, f"{what} is about fewer entries than the one before")
            require(statement.to.name == before.to.name, f"{what} changes the name of the journal")
        else:
            require(statement.change == "created", f"{what} does not create a key")
        statements.append(statement)
    return statements


def trusted_statements(statements, keys):
    """Those by which the keys given vouch: those about them, and each that such a key handed over to."""
    if not keys:
        return statements
    for key in keys:
        require(any(s.to.text == key.text for s in statements), f"no key statement is about the key {key.text}")
    trusted, before, ended = [], False, None
    for statement in statements:
        if statement.to.text in {key.text for key in keys} or (before and statement.change == "rotated"):
            trusted.append(statement)
            before, ended = True, None
        else:
            ended = statement if before else ended
            before = False
    if ended:
        raise Altered(
            f"the keys you trust do not vouch for the journal after {ended.size} entries: {ended.what} puts {ended.to.text} in the "
            "place of a lost key, on nobody's word but its own; if that key was made known to you by other means, give it as well"
        )
    return trusted


def read_checkpoints(folder, statements):
    for what, data in numbered(folder / "checkpoints"):
        note = Note(data, what)
        origin, size, root = checkpoint_of(note)
        ends = [s.size for s in statements[1:]] + [float("inf")]
        current = [s.to for s, end in zip(statements, ends) if s.size <= size <= end]
        require(any(note.signed_by(key) for key in current), f"{what} is not signed by a key current at {size} entries")
        require(origin == statements[-1].to.name, f"{what} is about another journal, {origin}")
        yield what, size, root, note


def read_kept(paths, statements, keys):
    """Checkpoints that the caller kept elsewhere."""
    for path in paths:
        what = f"the checkpoint {path}, which you kept,"
        try:
            note = Note(path.read_bytes(), what)
            origin, size, root = checkpoint_of(note)
        except Altered as error:
            raise CannotCheck(f"--checkpoint: {error}") from None
        known = [s.to for s in statements] + keys
        require(any(note.signed_by(key) for key in known), f"{what} does not fit: no key of this journal has signed it")
        require(any(key.name == origin for key in known), f"{what} does not fit: it is about another journal, {origin}")
        yield what, size, root, note


def check_entry(line, sequence, last_moment, last_format=1):
    what = f"entry {sequence}"
    try:
        entry = json.loads(line)
        require(isinstance(entry, dict), f"{what} does not have the members of an entry")
        number = entry.get("format")
        known = isinstance(number, int) and not isinstance(number, bool) and number in MEMBERS
        require(known, f"{what} has format {number!r}, this program reads formats 1 and 2")
        require(set(entry) == MEMBERS[number], f"{what} does not have the members of an entry")
        require(canonical(entry).encode() == line, f"{what} is not in canonical form")
    except (ValueError, RecursionError) as error:
        raise Altered(f"{what} is not JSON: {error}") from None
    require(entry["format"] >= last_format, f"{what} is in format {entry['format']}, after entries in format {last_format}")
    require(entry["sequence"] == sequence, f"{what} says it is entry {entry['sequence']}")
    require(isinstance(entry["actor"], str), f"{what} has an actor that is not text")
    moment = entry["recorded_at"]
    require(isinstance(moment, str) and MOMENT.fullmatch(moment), f"{what} has {moment!r} for a moment")
    require(moment >= last_moment, f"{what} was recorded before the entry that precedes it")
    entry.setdefault("erases", [])
    for kind in ("files", "payloads", "erases"):
        good = isinstance(entry[kind], list) and all(isinstance(h, str) and HASH.fullmatch(h) for h in entry[kind])
        require(good, f"{what} has {kind} that are not hashes")
    return entry


def check_named(folder, kind, named, gone):
    """What entries name must be there under its hash, unless it was erased, and nothing else may be."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for name in sorted(there - named):
        raise Altered(f"{kind} {name} is named by no entry")
    for name in sorted(gone - named):
        raise Altered(f"{kind} {name} is marked as erased and named by no entry")
    for name in sorted(gone & there):
        raise Altered(f"{kind} {name} was erased and is back")
    for name in sorted(named - there - gone):
        raise Altered(f"{kind} {name} is missing")
    for name in sorted(there):
        with open(folder / name, "rb") as file:
            digest = hashlib.sha256()
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        require(digest.hexdigest() == name, f"{kind} {name} does not hash to its name")
    return len(there)


def check_consistency(folder, roots):
    for path in sorted(folder.glob("consistency-*.txt")) if folder.is_dir() else []:
        what = f"consistency proof {path.name}"
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
        good = len(lines) >= 4 and lines[0] == "footprint consistency proof v1" and lines[-1] == ""
        require(good and lines[1].startswith("old ") and lines[2].startswith("new "), f"{what} does not read as one")
        old, new = decimal(lines[1][4:], what), decimal(lines[2][4:], what)
        require(old in roots and new in roots, f"{what} is about sizes no checkpoint states")
        hashes = [unbase64(line, f"a hash of {what}") for line in lines[3:-1]]
        require(consistency_holds(old, new, roots[old], roots[new], hashes), f"{what} does not hold")


def check_payloads(folder, payloads, erased):
    """What is not there must have been erased by an entry or, before erasures were entries (format 1), at least be noted so."""
    noted = {line.split(" ")[0] for line in (folder / "erased.txt").read_bytes().decode("utf-8", "replace").splitlines()}
    for name in sorted(noted - set(payloads)):
        raise Altered(f"payload {name} is marked as erased and named by no entry")
    for name in sorted(noted - set(erased)):
        entry, number = payloads[name]
        require(number == 1, f"payload {name} of entry {entry} is marked as erased, and no entry erased it")
    for name in sorted(set(erased) - noted):
        raise Altered(f"entry {erased[name]} erased payload {name}, and it is not marked as erased")
    n_payloads = check_named(folder / "payloads", "payload", set(payloads), noted)
    print(f"{n_payloads} payloads, {len(noted)} erased")
    unentered = len(noted - set(erased))
    if unentered:
        print(f"{unentered} of them were erased before erasures were entries: no entry says so")


def check_journal(folder, keys, kept):
    if not (folder / "entries.jsonl").is_file():
        raise CannotCheck(f"{folder} is not an exported journal: it has no entries.jsonl")
    statements = read_statements(folder)
    trusted = trusted_statements(statements, keys)
    checkpoints = list(read_checkpoints(folder, statements))
    elsewhere = list(read_kept(kept, statements, keys))
    stated = [(s.size, s.root, s.what, s in trusted) for s in statements]
    for what, size, root, note in checkpoints + elsewhere:
        stated.append((size, root, what, not keys or any(note.signed_by(s.to) for s in trusted)))
    stated.sort(key=lambda item: item[0])
    tree, moment, number, held, vouched = Tree(), "", 1, 0, 0
    files, payloads, erased, roots = set(), {}, {}, {}

    def weigh():
        nonlocal held, vouched
        while stated and stated[0][0] == tree.size:
            size, root, what, is_trusted = stated.pop(0)
            if root != tree.root():
                among = f"an entry from {held + 1} to {size} is altered" if held < size else "it is altered"
                raise Altered(f"{what} states another root over {size} entries: {among}")
            roots[size], held = root, size
            vouched = size if is_trusted else vouched

    weigh()
    with open(folder / "entries.jsonl", "rb") as lines:
        for sequence, line in enumerate(lines, 1):
            require(line.endswith(b"\n"), f"entry {sequence} is cut short")
            entry = check_entry(line[:-1], sequence, moment, number)
            moment, number = entry["recorded_at"], entry["format"]
            files.update(entry["files"])
            for name in entry["erases"]:
                require(name in payloads, f"entry {sequence} erases the payload {name}, which no entry before it names")
                erased.setdefault(name, sequence)
            for name in entry["payloads"]:
                payloads.setdefault(name, (sequence, number))
            tree.add(leaf_hash(line[:-1]))
            weigh()
    if stated:
        back = ": it was put back to an earlier state" if stated[0][2].endswith("which you kept,") else ""
        raise Altered(f"{stated[0][2]} is about {stated[0][0]} entries, there are {tree.size}{back}")
    if keys and tree.size:
        require(vouched, f"no checkpoint by the keys you trust, and none that they lead to, is about any of the {tree.size} entries")
    n_files = check_named(folder / "facts", "fact file", files, set())
    print(f"{tree.size} entries, root {tree.root().hex()}")
    print(f"{len(checkpoints)} checkpoints; entries up to {vouched} are signed for")
    print(f"{n_files} fact files")
    if (folder / "erased.txt").is_file():
        check_payloads(folder, payloads, erased)
    else:
        require(not (folder / "payloads").exists(), "there are payloads and no erased.txt")
        print(f"payloads were withheld from this export ({len(payloads)} named, {len(erased)} erased by an entry)")
    check_consistency(folder / "proofs", roots)
    for statement in statements:
        print(f"key from entry {statement.size}: {statement.to.text} ({statement.change})")
    if vouched < tree.size:
        print(f"entries from {vouched + 1} to {tree.size} are signed for by nobody yet")
    if not keys:
        print("no --key was given: the journal agrees with itself; compare the keys above with those published")


def check_proof(entry_file, leaf, proof_file, key):
    stored = None
    if leaf is None:
        stored = entry_file.read_bytes()
        stored = stored[:-1] if stored.endswith(b"\n") else stored
        leaf = leaf_hash(stored)
    try:
        head, blank, checkpoint = proof_file.read_bytes().decode().partition("\n\n")
    except UnicodeDecodeError:
        raise Altered("the proof is not UTF-8 text") from None
    lines = head.split("\n")
    require(blank and lines.pop(0) == "c2sp.org/tlog-proof@v1", "it is not an inclusion proof")
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    require(lines and lines[0].startswith("index "), "the proof states no index")
    index = decimal(lines.pop(0)[len("index "):], "the index")
    path = [unbase64(line, "a hash of the proof") for line in lines]
    note = Note(checkpoint.encode(), "the checkpoint of the proof")
    require(note.signed_by(key), f"the checkpoint of the proof is not signed by {key.text}")
    origin, size, root = checkpoint_of(note)
    require(origin == key.name, f"the checkpoint is about another journal, {origin}")
    require(inclusion_holds(index, size, leaf, path, root), "the entry is not the one that is proved")
    if stored is not None:
        check_entry(stored, index + 1, "", 1)
    print(f"entry {index + 1} is in {origin}, under its signed checkpoint of {size} entries")


def main():
    parser = argparse.ArgumentParser(description="Checks an exported Footprint journal, or a proof of one entry.")
    commands = parser.add_subparsers(dest="command", required=True)
    journal = commands.add_parser("journal", help="check an exported journal")
    journal.add_argument("folder", type=Path)
    journal.add_argument("--key", action="append", default=[],
                         help="a verifier key of the journal that you know from elsewhere; may be given more than once")
    journal.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE",
                         help="a checkpoint of the journal that you kept elsewhere; may be given more than once")
    proof = commands.add_parser("proof", help="check that one entry is in a journal")
    proof.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the entry as stored, and its proof")
    proof.add_argument("--leaf", help="the leaf hash of an entry that is closed to you, in place of the entry")
    proof.add_argument("--key", required=True, help="the verifier key of the journal")
    options = parser.parse_args()
    try:
        try:
            given = [options.key] if isinstance(options.key, str) else options.key
            keys = [Key(text) for text in given]
        except (Altered, ValueError) as error:
            raise CannotCheck(f"--key: {error}") from None
        if options.command == "journal":
            check_journal(options.folder, keys, options.checkpoint)
        else:
            if options.leaf is not None and not HASH.fullmatch(options.leaf):
                raise CannotCheck("--leaf: a leaf hash is 64 of 0-9 and a-f")
            if len(options.files) != (2 if options.leaf is None else 1):
                raise CannotCheck("name the entry as stored and its proof; with --leaf, the proof alone")
            leaf = None if options.leaf is None else bytes.fromhex(options.leaf)
            check_proof(options.files[0], leaf, options.files[-1], keys[0])
    except Altered as found:
        print(f"ALTERED: {found}", file=sys.stderr)
        return 1
    except (CannotCheck, OSError) as error:
        print(f"cannot check: {error}", file=sys.stderr)
        return 2
    print("everything holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
