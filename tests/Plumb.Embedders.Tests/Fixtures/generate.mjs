// Writes small tokenizers of each kind and what the reference implementation makes of some texts.
// npm install @huggingface/tokenizers, then: node generate.mjs
import { writeFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';

const corpus =
  'where is the retry policy configured public sealed class RetryPolicy returns the number of seconds to wait before ' +
  'the next attempt of a failed request writes the index store and reads it back again café naïve résumé';
const words = [...new Set(corpus.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '').split(' '))];
const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const marks = [...'.,;:!?()[]{}<>=+-*/_"\'@#$%&|~^`\\'];
const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];

const texts = [
  'Where is the retry policy configured?',
  'public sealed class RetryPolicy { return attempt * 2; }',
  'Café naïve RÉSUMÉ \u0130stanbul',
  'tabs\tand\nlines\r\nand\u00a0spaces  twice',
  'numbers 12345 and 3.14, x_y snake_case don\'t we\'ll',
  '東京 tower 한국어 текст ελληνικά',
  'emoji 😀 and \u200bzero width \u0000 null \ufffd',
  '[CLS] is special [SEP]in the middle[PAD]',
  'e\u0301 decomposed \ufb01 ligature ① circled',
  '   leading and trailing   ',
  '',
  ' ',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b',
];

const added = (list) =>
  list.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }));
const index = (list) => Object.fromEntries([...new Set(list)].map((token, id) => [token, id]));
const bert = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true };

// Byte pairs learnt from the corpus, over an alphabet.
function learn(pieces, count) {
  const split = pieces.map((piece) => [...piece]);
  const merges = [];
  while (merges.length < count) {
    const pairs = new Map();
    for (const piece of split) {
      for (let i = 0; i + 1 < piece.length; i++) {
        const key = `${piece[i]} ${piece[i + 1]}`;
        pairs.set(key, (pairs.get(key) ?? 0) + 1);
      }
    }
    const best = [...pairs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
    if (!best || best[1] < 2) break;
    const [left, right] = best[0].split(' ');
    merges.push([left, right]);
    for (const piece of split) {
      for (let i = 0; i + 1 < piece.length; i++) {
        if (piece[i] === left && piece[i + 1] === right) piece.splice(i, 2, left + right);
      }
    }
  }
  return merges;
}

function byteAlphabet() {
  const letters = [];
  let next = 256;
  for (let i = 0; i < 256; i++) {
    letters.push(String.fromCharCode((i >= 33 && i <= 126) || (i >= 0xa1 && i <= 0xac) || i >= 0xae ? i : next++));
  }
  return letters;
}

const spaced = corpus.split(' ');
const bytes = byteAlphabet();
const toBytes = (text) => [...new TextEncoder().encode(text)].map((b) => bytes[b]).join('');
const byteMerges = learn(spaced.map((w) => toBytes(` ${w}`)), 120);
const metaMerges = learn(spaced.map((w) => `\u2581${w}`), 120);
const fallback = Array.from({ length: 256 }, (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`);
const metaVocabulary = index(['<unk>', '<s>', '</s>', ...fallback, '\u2581', ...new Set(corpus.replaceAll(' ', '')), ...metaMerges.map((m) => m.join(''))]);

const tokenizers = {
  wordpiece: {
    version: '1.0', truncation: null, padding: null, added_tokens: added(special), normalizer: bert,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
      pair: [], special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
    },
    decoder: null,
    model: {
      type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100,
      vocab: index([...special, ...letters, ...letters.map((l) => `##${l}`), ...marks, ...words, '##ing', '##ed', '##s', '##policy', '東', '##한', 'и']),
    },
  },
  bytelevel: {
    version: '1.0', truncation: null, padding: null, added_tokens: added(['<s>', '<pad>', '</s>']), normalizer: { type: 'NFC' },
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    post_processor: { type: 'RobertaProcessing', sep: ['</s>', 2], cls: ['<s>', 0], trim_offsets: true, add_prefix_space: true },
    decoder: null,
    model: {
      type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false, byte_fallback: false,
      vocab: index(['<s>', '<pad>', '</s>', ...bytes, ...byteMerges.map((m) => m.join(''))]),
      merges: byteMerges.map((m) => m.join(' ')),
    },
  },
  metaspace: {
    version: '1.0', truncation: null, padding: null, added_tokens: added(['<unk>', '<s>', '</s>']),
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '\u2581' }, { type: 'Replace', pattern: { String: ' ' }, content: '\u2581' }] },
    pre_tokenizer: null, post_processor: null, decoder: null,
    model: {
      type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: true,
      vocab: metaVocabulary, merges: metaMerges,
    },
  },
  unigram: {
    version: '1.0', truncation: null, padding: null, added_tokens: added(['<unk>', '<s>', '</s>']),
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] },
    pre_tokenizer: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
    post_processor: null, decoder: null,
    model: {
      type: 'Unigram', unk_id: 0, byte_fallback: false,
      vocab: [...new Set(['<unk>', '<s>', '</s>', '\u2581', ...letters, ...marks, ...words.map((w) => `\u2581${w}`), ...words, 'ing', 'ed', 'at', 'on', 'fi'])]
        .map((token, i) => [token, i < 3 ? 0 : -(3 + ((i * 37) % 101) / 17) - 0.3 * Math.max(0, 6 - token.length)]),
    },
  },
};

for (const [name, json] of Object.entries(tokenizers)) {
  const tokenizer = new Tokenizer(json, {});
  const expected = texts.map((text) => ({ text, ids: tokenizer.encode(text, { add_special_tokens: false }).ids }));
  writeFileSync(new URL(`${name}.json`, import.meta.url), JSON.stringify({ tokenizer: json, expected }));
  console.log(name, expected.map((e) => e.ids.length).join(' '));
}
