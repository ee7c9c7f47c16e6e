import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Property {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const settings: [string, Property][] = manifest.contributes.configuration.flatMap(
  ({ properties }: { properties: Record<string, Property> }) => Object.entries(properties),
);

test('every setting says what it is, and refuses what it cannot be', () => {
  assert.ok(settings.length > 15);
  for (const [name, property] of settings) {
    assert.match(name, /^plumb\./u);
    assert.ok((property.description ?? property.markdownDescription ?? '').length > 0, name);
    assert.ok('default' in property, name);
    if (property.type === 'integer') {
      assert.ok(property.minimum !== undefined && property.maximum !== undefined, `${name} has no bounds`);
      const { minimum, maximum } = property;
      assert.ok(Number(property.default) >= minimum && Number(property.default) <= maximum, name);
    }
    if (property.enum !== undefined) {
      assert.ok(property.enum.includes(String(property.default)), name);
      assert.equal(property.enumDescriptions?.length, property.enum.length, name);
    }
  }
});

test('the page of the extension names every setting with its default', () => {
  const page = readFileSync('README.md', 'utf8');
  for (const [name, property] of settings) {
    const shown = property.default === '' ? 'empty' : `\`${JSON.stringify(property.default).replaceAll('"', '')}\``;
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    assert.equal(row?.split('|')[2]?.trim(), shown, name);
  }
});

test('the settings stand in groups, each with a title', () => {
  const titles = manifest.contributes.configuration.map(({ title }: { title: string }) => title);
  const groupOf = (name: string) =>
    manifest.contributes.configuration.find(({ properties }: { properties: object }) => name in properties).title;
  assert.equal(groupOf('plumb.lint.review'), 'Prompts');
  assert.deepEqual(titles, ['Ask and Search', 'Index', 'Tokens', 'Prompts', 'Server']);
});

test('what names a program is not read from a folder that is not trusted', () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  assert.deepEqual(restrictedConfigurations, ['plumb.server.path', 'plumb.server.arguments']);
  assert.equal(manifest.capabilities.virtualWorkspaces.supported, false);
});

test('keys, menus and walkthrough name commands and files that there are', () => {
  const { commands, keybindings, menus, walkthroughs, viewsContainers } = manifest.contributes;
  const known = new Set(commands.map(({ command }: { command: string }) => command));
  const used = [keybindings, ...Object.values(menus)].flat() as { command: string }[];
  assert.deepEqual(
    used.filter(({ command }) => !known.has(command)),
    [],
  );
  for (const { media, description } of walkthroughs[0].steps) {
    assert.ok(existsSync(media.markdown), media.markdown);
    for (const [, command] of description.matchAll(/\(command:([\w.]+)\)/gu)) {
      assert.ok(known.has(command) || /^plumb\.\w+\.focus$/u.test(command), command);
    }
  }
  const icons = [manifest.icon, ...Object.values(viewsContainers).flat()].map((entry) =>
    typeof entry === 'string' ? entry : (entry as { icon: string }).icon,
  );
  assert.ok(icons.every((icon) => existsSync(icon)));
});
