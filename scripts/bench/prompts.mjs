// Prompt files of any size, in the main formats, as people write them: sections of prose, rules, examples and variables.
// With `many` each section has faults (undeclared variables, special tokens, broken references), else it has none.

const verbs = ['Summarise', 'Classify', 'Translate', 'Compare', 'Explain', 'Review', 'Rank', 'Extract'];
const things = ['leaflet', 'ticket', 'contract', 'message', 'report', 'review', 'order', 'transcript'];
const inputs = ['customer', 'region', 'catalogue', 'summary', 'language', 'product', 'deadline', 'audience'];

/** A file name and its text of about `bytes` bytes, for each format. */
export function promptFiles(bytes, { many = false } = {}) {
  return Object.entries(formats).map(([format, { path, head, variable, block, indent = '', plain = false }]) => {
    let text = head;
    for (let i = 0; text.length < bytes; i++) {
      const lines = section(i, { variable, block, plain, many });
      text += lines.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
    }
    return { format, path, text };
  });
}

const declared = inputs
  .map((name) => `  ${name}:\n    type: string\n    description: The ${name} of the request.\n`)
  .join('');
const kernelInputs = inputs.map((name) => `  - name: ${name}\n    description: The ${name} of the request.\n`).join('');

const formats = {
  Prompty: {
    path: 'bench.prompty',
    head: `---\nname: bench\ndescription: Answers requests.\nmodel:\n  api: chat\n  parameters:\n    temperature: 0.2\n    max_tokens: 800\ninputs:\n${declared}---\nsystem:\nYou answer requests with care.\n\nuser:\n`,
    variable: (name) => `{{${name}}}`,
    block: (name, lines) => [`{% if ${name} %}`, ...lines, '{% endif %}'],
  },
  'Semantic Kernel YAML': {
    path: 'bench.yaml',
    head: `name: bench\ndescription: Answers requests.\ntemplate_format: semantic-kernel\ninput_variables:\n${kernelInputs}execution_settings:\n  default:\n    temperature: 0.2\n    max_tokens: 800\ntemplate: |\n`,
    variable: (name) => `{{$${name}}}`,
    block: (_, lines) => lines,
    indent: '  ',
  },
  Handlebars: {
    path: 'handlebars.yaml',
    head: `name: bench\ndescription: Answers requests.\ntemplate_format: handlebars\ninput_variables:\n${kernelInputs}template: |\n`,
    variable: (name) => `{{${name}}}`,
    block: (name, lines) => [`{{#if ${name}}}`, ...lines, '{{/if}}'],
    indent: '  ',
  },
  Dotprompt: {
    path: 'bench.prompt',
    head: `---\nmodel: googleai/gemini-2.5-flash\nconfig:\n  temperature: 0.2\ninput:\n  schema:\n${inputs.map((name) => `    ${name}: string\n`).join('')}---\n{{role "system"}}\nYou answer requests with care.\n{{role "user"}}\n`,
    variable: (name) => `{{${name}}}`,
    block: (name, lines) => [`{{#if ${name}}}`, ...lines, '{{/if}}'],
  },
  'Markdown instructions': {
    path: 'AGENTS.md',
    head: '# Instructions\n\nRead this before you change anything.\n\n',
    variable: (name) => `the ${name}`,
    block: (_, lines) => lines,
    plain: true,
  },
};

/** Some twenty lines of a prompt. */
function section(i, { variable, block, plain, many }) {
  const verb = verbs[i % verbs.length];
  const thing = things[(i * 3) % things.length];
  const name = inputs[i % inputs.length];
  const fault = (n) => (plain ? `[page ${n}](docs/missing-${i}-${n}.md)` : variable(`unknown_${i}_${n}`));
  return [
    `## ${i + 1}. ${verb} the ${thing}`,
    '',
    `${verb} the ${thing} in at most ${3 + (i % 5)} sentences for ${variable(name)}, and say which part of it`,
    `you rely on. Where the ${thing} contradicts itself, quote both places and prefer the later one (rule ${i}).`,
    '',
    ...block(inputs[(i + 1) % inputs.length], [
      `- Write in ${variable(inputs[(i + 1) % inputs.length])}, in the tone of the ${thing}.`,
      `- Use the \`${thing}\` tags of section ${i}: <${thing}>${variable(inputs[(i + 2) % inputs.length])}</${thing}>`,
      `- Numbers keep their units; a date is written as 2024-0${1 + (i % 9)}-1${i % 10}.`,
    ]),
    '',
    ...(many ? [1, 2, 3, 4, 5, 6].map((n) => `Then look at ${fault(n)} and at <|im_start|> ${n}.`) : []),
    'An answer looks like this:',
    '',
    '```json',
    `{"id": ${i}, "title": "${verb} ${thing}", "score": 0.${i % 10}, "tags": ["${name}", "${thing}"]}`,
    '```',
    '',
    `If nothing fits, answer with "none of section ${i}" and ask for ${variable(inputs[(i + 3) % inputs.length])} once more.`,
    '',
  ];
}
