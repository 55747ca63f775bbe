import { type Config, languages } from '#platform';
import { plainForSms } from './gsm.ts';
import { type Channel, type Template, templateParameters } from './message.ts';
import { wordedText } from './text.ts';

/** A template and channel, which the reference tells. */
export type SentMessage = {
  readonly template: Template;
  readonly channel: Channel;
  readonly reference: string;
};

/** They stand for the values of one message while the text around them becomes a pattern; both are one septet in an SMS. */
const valueMark = '¤';
const digitMark = '¥';
const longestValue = 90;

const plain = (text: string) => plainForSms(text).replaceAll(/\s+/g, ' ').trim();
const patternOf = (text: string) =>
  plain(text)
    .replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    // A telephone may show the line that binds a code to our page as something of its own.
    .replace(new RegExp(String.raw` @\S+ #${digitMark}+$`), (line) => `(?:${line})?`)
    .replaceAll(digitMark, String.raw`\d`)
    .replaceAll(valueMark, `.{1,${longestValue}}?`);

/**
 * Whether the pasted text is, word for word, what this template says under this reference. Values that differ from one
 * message to the next (a code, a time) may be anything short; the telephone number, the addresses and all other words
 * must be ours. Line breaks and typographic characters do not matter, nor does the subject above an e-mail.
 */
export function hasSameWords(config: Config, pasted: string, sent: SentMessage): boolean {
  const seen = plain(pasted);
  return languages.some((language) => {
    const { subject, text } = wordedText(config, { ...sent, language, ...marks(sent.template) });
    const above = subject === undefined ? '' : `(?:${patternOf(subject)} )?`;
    return new RegExp(`^${above}${patternOf(text)}$`).test(seen);
  });
}

function marks(template: Template) {
  const names: readonly string[] = templateParameters[template];
  const parameters = Object.fromEntries(
    names.map((name) => [name, name === 'code' ? digitMark.repeat(6) : valueMark]),
  );
  return { parameters, expires: valueMark };
}
