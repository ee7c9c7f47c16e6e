"""Writes the models of this folder and counts.jsonl: small SentencePiece models of this repository's own documents, and how
many tokens the reference finds in texts of all sorts. It needs spm_train and spm_encode (Debian: the package sentencepiece).
Run in this folder: python3 generate.py
"""
import glob
import json
import os
import random
import subprocess
import tempfile

MODELS = {
    # Rules of its own instead of Unicode's: a quarter of a megabyte less.
    "unigram": ["--model_type=unigram", "--vocab_size=600", "--normalization_rule_tsv=RULES", "--user_defined_symbols=<tab>,==>,the "],
    "unigram-bytes": ["--model_type=unigram", "--vocab_size=700", "--byte_fallback", "--normalization_rule_name=identity", "--split_by_whitespace=false", "--treat_whitespace_as_suffix"],
    "bpe": ["--model_type=bpe", "--vocab_size=700", "--byte_fallback", "--normalization_rule_name=identity", "--remove_extra_whitespaces=false", "--split_digits", "--allow_whitespace_only_pieces"],
    "bpe-phrases": ["--model_type=bpe", "--vocab_size=600", "--normalization_rule_name=identity", "--split_by_whitespace=false", "--add_dummy_prefix=false", "--user_defined_symbols==>,var"],
}
RULES = {"Ａ": "A", "ｂ": "b", "ﬁ": "fi", "ﬃ": "ffi", "\u3000": " ", "\t": " ", "e\u0301": "é", "e": "e", "…": "...", "™": "tm "}
ODD = ["  ", "\t", "\u3000", "\u00a0", "▁", "a", "the ", "ing", "<s>", "</s>", "<unk>", "<0x41>", "<tab>", "==>", "=>", "var", "<|endoftext|>", "é", "e\u0301", "ﬃ", "Ａ", "漢", "😀", "\x01"]
PLANES = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x2000, 0x206F), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF)]


def texts(corpus, rng):
    yield from rng.sample(corpus, 60)
    for _ in range(60):
        line = rng.choice(corpus)
        at = rng.randint(0, len(line))
        yield line[:at] + "".join(rng.choice(ODD) for _ in range(rng.randint(1, 5))) + line[at:]
    for _ in range(60):
        yield "".join(rng.choice(ODD) for _ in range(rng.randint(1, 25)))
    for _ in range(60):
        yield "".join(chr(rng.randint(*rng.choice(PLANES))) for _ in range(rng.randint(1, 40)))
    for letter in ["a", " ", "▁", "漢", "😀", "-", "="]:
        yield from (letter * count for count in (1, 2, 3, 7, 200))


def main():
    root = os.path.join("..", "..", "..", "..")
    corpus = [line for name in sorted(glob.glob(os.path.join(root, "docs", "**", "*.md"), recursive=True)) for line in open(name, encoding="utf-8").read().split("\n") if line]
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        rules, text = os.path.join(folder, "rules.tsv"), os.path.join(folder, "corpus.txt")
        with open(rules, "w", encoding="utf-8") as out:
            out.writelines(" ".join(f"{ord(c):X}" for c in before) + "\t" + " ".join(f"{ord(c):X}" for c in after) + "\n" for before, after in RULES.items())
        with open(text, "w", encoding="utf-8") as out:
            out.write("\n".join(corpus))
        for name, options in MODELS.items():
            # Run in that folder: the model remembers the paths that it was made from.
            options = [option.replace("RULES", "rules.tsv") for option in options]
            subprocess.run(["spm_train", "--input=corpus.txt", f"--model_prefix={name}", "--minloglevel=2", *options], cwd=folder, check=True, stderr=subprocess.DEVNULL)
            os.replace(os.path.join(folder, name + ".model"), name + ".model")
    samples = list(dict.fromkeys(texts(corpus, rng)))
    counts = {}
    for name in MODELS:
        found = subprocess.run(["spm_encode", f"--model={name}.model", "--output_format=id"], input="".join(s + "\n" for s in samples).encode(), capture_output=True, check=True)
        counts[name] = [len(line.split()) for line in found.stdout.decode().split("\n")]
    with open("counts.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for i, sample in enumerate(samples):
            out.write(json.dumps({"text": sample, **{name: counts[name][i] for name in MODELS}}) + "\n")


main()
