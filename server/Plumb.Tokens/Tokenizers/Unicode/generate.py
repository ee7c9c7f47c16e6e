"""Writes normalization.txt: what NormalizationForms.cs needs of the Unicode character database, a line a character.

Each line: the character, its combining class, its decomposition ("<" first when it is a compatibility one), "x" when it
is excluded from composition. Run: python3 generate.py > normalization.txt
"""
import sys
import unicodedata

print(f"# Unicode {unicodedata.unidata_version}")
for code in range(sys.maxunicode + 1):
    character = chr(code)
    combining = unicodedata.combining(character)
    decomposition = unicodedata.decomposition(character)
    if not combining and not decomposition:
        continue
    compatible = decomposition.startswith("<")
    if compatible:
        decomposition = "<" + decomposition.split("> ", 1)[1]
    excluded = bool(decomposition) and not compatible and unicodedata.normalize("NFC", character) != character
    print(f"{code:X};{combining or ''};{decomposition};{'x' if excluded else ''}".rstrip(";"))
