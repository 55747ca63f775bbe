import en from '../../locales/en.json' with { type: 'json' };
import id from '../../locales/id.json' with { type: 'json' };
import { type Html, html, join } from './html.ts';

export const languages = ['id', 'en'] as const;
export type Language = (typeof languages)[number];
export type MessageKey = keyof typeof id;

const messages: Record<Language, Record<MessageKey, string>> = { id, en };

type Parameters = Readonly<Record<string, string | number>>;

export type Translate = {
  (key: MessageKey, parameters?: Parameters): string;
  readonly language: Language;
  /** The same, where a parameter is markup: t.html('lock.until', { time: html`<strong>…</strong>` }). */
  html(key: MessageKey, parameters: Readonly<Record<string, Html | string | number>>): Html;
};

const placeholder = /\{(\w+)\}/g;

function translator(language: Language): Translate {
  const table = messages[language];
  const translate = (key: MessageKey, parameters: Parameters = {}) =>
    table[key].replaceAll(placeholder, (whole, name: string) => String(parameters[name] ?? whole));
  return Object.assign(translate, {
    language,
    html: (key: MessageKey, parameters: Readonly<Record<string, Html | string | number>>) =>
      join(
        table[key]
          .split(placeholder)
          .map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`${parameters[piece]}`)),
      ),
  });
}

const translators = { id: translator('id'), en: translator('en') };

export function translatorFor(language: Language): Translate {
  return translators[language];
}

export function isLanguage(text: string | undefined): text is Language {
  return text === 'id' || text === 'en';
}

export function isMessageKey(text: string): text is MessageKey {
  return Object.hasOwn(id, text);
}
