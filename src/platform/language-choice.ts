import { isLanguage, type Language } from './i18n.ts';

/**
 * Which language somebody chose, and when. The latest choice holds on every face. One that was adopted (an account's,
 * or what an application asked for) is spoken, but is not the choice of whoever signs in next in this browser.
 */
export type LanguageChoice = {
  readonly language: Language;
  readonly chosenAt: Date;
  readonly adopted: boolean;
};

/** From the value of a cookie: `en.1763870000000`, with an `a` behind it when it was adopted. */
export function readLanguageChoice(cookie: string | undefined, now: Date): LanguageChoice | undefined {
  const [language, time] = (cookie ?? '').split('.');
  return isLanguage(language) ? { language, ...readTime(time, now) } : undefined;
}

export function writeLanguageChoice(choice: LanguageChoice): string {
  return `${choice.language}.${writeChoiceTime(choice)}`;
}

/** For the way to another face; without a choice, one that every other goes before. */
export function writeChoiceTime(choice: LanguageChoice | undefined): string {
  return choice ? `${choice.chosenAt.getTime()}${choice.adopted ? 'a' : ''}` : '0a';
}

/** The language in the query (`?lang=en`), chosen now, or as `chosen` says. */
export function languageChoiceOf(query: URLSearchParams, now: Date): LanguageChoice | undefined {
  const language = query.get('lang') ?? undefined;
  if (!isLanguage(language)) return undefined;
  const chosen = query.get('chosen');
  return { language, ...(chosen === null ? { chosenAt: now, adopted: false } : readTime(chosen, now)) };
}

function readTime(text: string | undefined, now: Date): Omit<LanguageChoice, 'language'> {
  const [whole, milliseconds = '0', adopted] = /^(\d{1,14})(a?)$/.exec(text ?? '') ?? [];
  const chosenAt = new Date(Math.min(Number(milliseconds), now.getTime()));
  return { chosenAt, adopted: whole === undefined || adopted === 'a' };
}
