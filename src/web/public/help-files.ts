import { readFileSync } from 'node:fs';
import { type Language, languages } from '#platform';
import { type HelpTopic, helpTopics } from '#web/layout';
import { type HelpText, readHelpText } from './help-text.ts';

const read = (topic: HelpTopic, language: Language): HelpText =>
  readHelpText(readFileSync(new URL(`../../../help/${topic}.${language}.md`, import.meta.url), 'utf8'));

/** The texts of help/, read once at start; a missing or unreadable one stops the program. */
export const helpTexts = Object.fromEntries(
  languages.map((language) => [
    language,
    Object.fromEntries(helpTopics.map((topic) => [topic, read(topic, language)])),
  ]),
) as Readonly<Record<Language, Readonly<Record<HelpTopic, HelpText>>>>;

export function isHelpTopic(text: string): text is HelpTopic {
  return (helpTopics as readonly string[]).includes(text);
}
