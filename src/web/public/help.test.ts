import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { errorCatalogue, type ErrorCode } from '#kernel';
import { AppError } from '#kernel';
import { isMessageKey, type Language, languages } from '#platform';
import { errorHelp, helpAddress, helpTopics, renderError } from '#web/layout';
import { helpPages } from '#web/public';
import { openPage, testVisit } from '../../../tests/support/visit.ts';
import { helpTexts, isHelpTopic } from './help-files.ts';
import { figureOf } from './help-figures.ts';
import { addressOfLink, helpPlaces } from './help-links.ts';
import { formerAnchors, helpNeeds } from './help-needs.ts';
import { type Block, type Inline, plainWords, readHelpText } from './help-text.ts';

const root = join(import.meta.dirname, '../../..');
const inlinesOf = (block: Block): readonly Inline[] =>
  block.kind === 'heading' ? [] : block.kind === 'paragraph' ? block.text : block.items.flat();
const each = languages.flatMap((language) =>
  helpTopics.map((topic) => ({
    language,
    topic,
    name: `${topic}.${language}`,
    text: helpTexts[language][topic],
  })),
);
const indexMarkup = async (language: Language) => (await openPage(helpPages(), '/help', { language })).text();

test('every file of help/ is a topic in a language, and every topic stands in one need', () => {
  const files = globSync('help/*.md', { cwd: root }).toSorted();
  assert.deepEqual(files, each.map(({ name }) => `help/${name}.md`).toSorted());
  assert.deepEqual(Object.values(helpNeeds).flat().toSorted(), helpTopics.toSorted());
});

test('both languages of a topic have the same structure, figures, links and related topics', () => {
  const shapeOf = (blocks: readonly Block[]) =>
    blocks.map((block) => [block.kind, 'items' in block ? block.items.length : 0]);
  const namesOf = (blocks: readonly Block[]) =>
    blocks.map((block) =>
      inlinesOf(block)
        .flatMap((piece) =>
          piece.kind === 'link'
            ? [piece.target]
            : piece.kind === 'figure' || piece.kind === 'label'
              ? [piece.text]
              : [],
        )
        .toSorted(),
    );
  for (const topic of helpTopics) {
    const [indonesian, english] = languages.map((language) => helpTexts[language][topic]);
    assert.ok(indonesian && english);
    assert.deepEqual(shapeOf(indonesian.blocks), shapeOf(english.blocks), topic);
    assert.deepEqual(namesOf(indonesian.blocks), namesOf(english.blocks), topic);
    assert.deepEqual(indonesian.see, english.see, topic);
    assert.notEqual(indonesian.title, english.title, topic);
  }
});

test('every link, figure and label in help is there, and every related topic is another one', () => {
  const visit = testVisit();
  for (const { text, name, topic } of each) {
    assert.ok(text.see.length >= 1 && text.see.every((other) => isHelpTopic(other) && other !== topic), name);
    for (const piece of text.blocks.flatMap(inlinesOf)) {
      if (piece.kind === 'link') assert.ok(addressOfLink(visit, piece.target), `${name}: ${piece.target}`);
      if (piece.kind === 'label') assert.ok(isMessageKey(piece.text), `${name}: {=${piece.text}}`);
      if (piece.kind === 'figure')
        assert.ok(figureOf(visit, piece.text) !== undefined, `${name}: {${piece.text}}`);
    }
  }
  for (const place of Object.keys(helpPlaces)) assert.ok(addressOfLink(visit, `page:${place}`), place);
});

test('a topic begins with what helps, is short, and holds no policy figure of its own', () => {
  const policy =
    /\b\d+ (?:menit|jam|hari|bulan|detik|karakter|kali|minutes?|hours?|days?|months?|seconds?|characters?|times)\b/;
  // An authenticator app changes its digits by a standard (RFC 6238 §5.2), not by a setting.
  const exempt = new Set(['authenticator-app']);
  for (const { text, name, topic } of each) {
    assert.equal(text.blocks[0]?.kind, 'paragraph', name);
    const words = plainWords(text.blocks);
    assert.ok(words.split(/\s+/).length <= 260, `${name}: ${words.split(/\s+/).length} words`);
    assert.ok(text.title.length <= 60, name);
    if (!exempt.has(topic)) assert.doesNotMatch(words, policy, name);
    assert.doesNotMatch(words, /[<>{}]|\]\(|\*\*/, name);
  }
});

test('Bahasa Indonesia in help says Anda, and the words of the house', () => {
  for (const { language, text, name } of each)
    if (language === 'id')
      assert.doesNotMatch(
        `${text.title} ${plainWords(text.blocks)}`,
        /\banda\b|\bkamu\b|\bpassword\b|\bhandphone\b|\b[Ll]ogin\b|\b[Ll]ink\b|e-mail|\bbrowser\b/,
        name,
      );
});

test('what a heading quotes is what a page of ours says', () => {
  for (const { language, text, name } of each) {
    const said = readFileSync(join(root, `locales/${language}.json`), 'utf8');
    for (const block of text.blocks)
      if (block.kind === 'heading')
        for (const [, quoted = ''] of block.text.matchAll(/“([^”]+)”/g))
          assert.ok(said.includes(quoted), `${name}: ${quoted}`);
  }
});

test('every error of the catalogue has a topic, and its page links to it in both languages', () => {
  assert.deepEqual(Object.keys(errorHelp).toSorted(), Object.keys(errorCatalogue).toSorted());
  for (const code of Object.keys(errorCatalogue) as ErrorCode[])
    for (const language of languages) {
      assert.ok(helpTexts[language][errorHelp[code]], code);
      const markup = renderError(testVisit({ language }), new AppError(code, 'x')).toString();
      assert.ok(markup.includes(`href="${helpAddress(errorHelp[code])}"`), `${code} ${language}`);
    }
});

test('every topic has its page in both languages, with nothing unfilled', async () => {
  for (const { language, topic, text } of each) {
    const markup = await (await openPage(helpPages(), helpAddress(topic), { language })).text();
    assert.equal(markup.match(/<h1[ >]/g)?.length, 1, topic);
    assert.ok(
      markup.includes(`<html lang="${language}"`) && markup.includes(text.title.split('’')[0] ?? ''),
      topic,
    );
    const words = markup.slice(markup.indexOf('<body')).replaceAll(/<[^>]+>/g, ' ');
    assert.doesNotMatch(words, /undefined|NaN|\[object|[{}]|\*\*|help:/, topic);
  }
});

test('the figures are the settings', async () => {
  const { config } = testVisit();
  const changed = { ...config, RECOVERY_WAIT_SECONDS: 96 * 3600, SHARED_SESSION_IDLE_SECONDS: 240 };
  const wait = await (await openPage(helpPages(), '/help/recovery-wait', { config: changed })).text();
  assert.match(wait, /\b96 jam/);
  const shared = await (await openPage(helpPages(), '/help/shared-device', { config: changed })).text();
  assert.match(shared, /\b4 menit/);
});

test('an unknown topic is not found', async () => {
  await assert.rejects(async () => openPage(helpPages(), '/help/tidak-ada'), { code: 'not_found' });
});

test('the first page lists every topic once and keeps the places that old links lead to', async () => {
  for (const language of languages) {
    const markup = await indexMarkup(language);
    for (const topic of helpTopics)
      assert.equal(markup.match(new RegExp(`href="/help/${topic}"`, 'g'))?.length, 1, topic);
    for (const anchor of Object.values(formerAnchors)) assert.ok(markup.includes(`id="${anchor}"`), anchor);
  }
});

test('no page links to a place on the help page any more, and every help link in the program leads to a topic', () => {
  for (const file of globSync('src/**/*.ts', { cwd: root }).filter((name) => !name.endsWith('.test.ts'))) {
    const text = readFileSync(join(root, file), 'utf8');
    assert.doesNotMatch(text, /["'`]\/help#/, file);
    for (const [, topic = ''] of text.matchAll(/["'`]\/help\/([a-z-]+)["'`]/g))
      assert.ok(isHelpTopic(topic), file);
  }
});

test('a text without its head is refused at start; what is no markup stays as written', () => {
  assert.throws(() => readHelpText('Tanpa judul'), /without title/);
  const { blocks } = readHelpText(
    '# T\nwords: a\n\n<b>x</b> [y](javascript:1) {code_minutes}\n\n1. satu\n2. dua',
  );
  assert.deepEqual(
    blocks.map(({ kind }) => kind),
    ['paragraph', 'steps'],
  );
  assert.deepEqual(blocks[0] && inlinesOf(blocks[0])[0], { kind: 'text', text: '<b>x</b> ' });
  assert.equal(addressOfLink(testVisit(), 'javascript:1'), undefined);
  for (const target of [
    'help:tidak-ada',
    'page:tidak-ada',
    '//jahat.example',
    'help:__proto__',
    'page:toString',
  ])
    assert.equal(addressOfLink(testVisit(), target), undefined, target);
});
