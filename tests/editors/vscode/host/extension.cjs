// What the editor under test has beside Plumb: a language model, and a file system that lies on no disk.
const vscode = require('vscode');

/** What the model says to anything that it is asked, and what it was asked. */
const model = { answer: 'It waits twice as long before each attempt [src/RetryPolicy.cs:4-17].', requests: [] };

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('plumb-tests', {
      provideLanguageModelChatInformation: () => [
        {
          id: 'parrot-1',
          name: 'Parrot',
          family: 'parrot',
          version: '1',
          maxInputTokens: 32_000,
          maxOutputTokens: 4_000,
          capabilities: { toolCalling: true },
          isUserSelectable: true,
        },
      ],
      provideLanguageModelChatResponse: async (_model, messages, _options, progress) => {
        model.requests.push(messages.flatMap(({ content }) => content.map(({ value }) => value)).join('\n'));
        for (const word of model.answer.split(/(?<= )/u)) {
          progress.report(new vscode.LanguageModelTextPart(word));
        }
      },
      provideTokenCount: async (_model, text) => String(text).length / 4,
    }),
    vscode.chat.createChatParticipant(
      'plumb-tests.agent',
      async ({ prompt, toolInvocationToken }, _context, stream, token) => {
        const [name, input] = prompt.split(' ', 2);
        const { content } = await vscode.lm.invokeTool(name, { input: JSON.parse(input), toolInvocationToken }, token);
        stream.markdown(content.map(({ value }) => value).join(''));
      },
    ),
    vscode.workspace.registerFileSystemProvider('memory', new OneFile(), { isReadonly: true }),
  );
  return { model };
};

/** The same prompt under every path. */
class OneFile {
  onDidChangeFile = () => ({ dispose: () => {} });
  watch = () => ({ dispose: () => {} });
  stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: 1 });
  readDirectory = () => [];
  readFile = () => Buffer.from('---\nname: Far away\n---\nsystem:\nSay {{nothing}}.\n');
  writeFile = () => {};
  createDirectory = () => {};
  delete = () => {};
  rename = () => {};
}
