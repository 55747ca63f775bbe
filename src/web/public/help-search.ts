import { type Language, languages } from '#platform';
import { type HelpTopic, helpTopics } from '#web/layout';
import { helpTexts } from './help-files.ts';
import { plainWords } from './help-text.ts';
import { isOneLetterApart, meaning, synonyms, tellingWords } from './help-words.ts';

/** What a word is worth by where it stands. The other language's title and words count too: people type both. */
const worth = { title: 7, words: 6, heading: 3, otherLanguage: 4, text: 1 };
const phraseWorth = 12;
const mostWords = 8;
const mostFound = 8;
/** What is worth much less than the best answer would only hide it. */
const leastShareOfBest = 0.3;

type Index = {
  /** For each meaning: what it is worth for each topic that has it. */
  readonly places: ReadonlyMap<string, ReadonlyMap<HelpTopic, number>>;
  /** For each topic, the phrases by which it wants to be found, as meanings. */
  readonly phrases: ReadonlyMap<HelpTopic, readonly string[]>;
  /** Every word that leads to a meaning. */
  readonly vocabulary: readonly string[];
};

const phraseOf = (text: string) => tellingWords(text).map(meaning).join(' ');

function buildIndex(language: Language): Index {
  const places = new Map<string, Map<HelpTopic, number>>();
  const vocabulary = new Set(synonyms);
  const phrases = new Map<HelpTopic, string[]>();
  for (const topic of helpTopics) {
    const add = (text: string, value: number) => {
      for (const word of tellingWords(text)) {
        vocabulary.add(word);
        const topics = places.get(meaning(word)) ?? new Map<HelpTopic, number>();
        places.set(meaning(word), topics.set(topic, Math.max(value, topics.get(topic) ?? 0)));
      }
    };
    for (const each of languages) {
      const { title, words } = helpTexts[each][topic];
      add(title, each === language ? worth.title : worth.otherLanguage);
      for (const phrase of words) add(phrase, each === language ? worth.words : worth.otherLanguage);
      phrases.set(topic, [...(phrases.get(topic) ?? []), ...[title, ...words].map(phraseOf)]);
    }
    const { blocks } = helpTexts[language][topic];
    for (const block of blocks) if (block.kind === 'heading') add(block.text, worth.heading);
    add(plainWords(blocks), worth.text);
  }
  return { places, phrases, vocabulary: [...vocabulary] };
}

const indexes = new Map<Language, Index>();

/** Made at the first question: it takes a tenth of a second, and most processes are never asked. */
function indexFor(language: Language): Index {
  const index = indexes.get(language) ?? buildIndex(language);
  indexes.set(language, index);
  return index;
}

type Match = { readonly meaning: string; readonly quality: number };
type Score = { readonly value: number; readonly words: number; readonly sure: boolean };

/**
 * The topics that answer the question, the best first, at most eight. A word finds itself, its synonyms, longer words that
 * begin with it, itself with an ending, and, from four letters on, words one letter away. What has more of the words stands
 * before what has fewer; a topic needs half of them, and all of them when it was found by guessing alone.
 */
export function searchHelp(question: string, language: Language): HelpTopic[] {
  const index = indexFor(language);
  const words = [...new Set(tellingWords(question.slice(0, 200)))].slice(0, mostWords);
  const found = words.map((word) => matches(index, word));
  const scores = new Map<HelpTopic, Score>();
  for (const matched of found)
    for (const [topic, { value, sure }] of topicsOf(index, matched)) {
      const score = scores.get(topic) ?? { value: 0, words: 0, sure: false };
      scores.set(topic, {
        value: score.value + value,
        words: score.words + 1,
        sure: score.sure || sure,
      });
    }
  const phrase = found.map(([best]) => best?.meaning ?? '').join(' ');
  const rank = (topic: HelpTopic, { value, words: count }: Score) =>
    (value + (index.phrases.get(topic)?.includes(phrase) ? phraseWorth : 0)) * (count / words.length) ** 2;
  const ranked = [...scores]
    .filter(([, score]) => score.words === words.length || (score.sure && score.words * 2 >= words.length))
    .map(([topic, score]) => ({ topic, rank: rank(topic, score) }))
    .toSorted((first, second) => second.rank - first.rank);
  const least = (ranked[0]?.rank ?? 0) * leastShareOfBest;
  return ranked.flatMap((one) => (one.rank >= least ? [one.topic] : [])).slice(0, mostFound);
}

/** What one word is worth for each topic: rare words are worth more, and sure matches more than guessed ones. */
function topicsOf(
  index: Index,
  matched: readonly Match[],
): Map<HelpTopic, { readonly value: number; readonly sure: boolean }> {
  const best = new Map<HelpTopic, { value: number; sure: boolean }>();
  for (const { meaning: found, quality } of matched) {
    const topics = index.places.get(found);
    const rarity = Math.log(1 + helpTopics.length / (topics?.size ?? 1));
    for (const [topic, worthThere] of topics ?? []) {
      const value = worthThere * rarity * quality;
      if (value > (best.get(topic)?.value ?? 0)) best.set(topic, { value, sure: quality === 1 });
    }
  }
  return best;
}

/** The meanings that a typed word may have, the likeliest first. */
function matches(index: Index, word: string): Match[] {
  if (index.places.has(meaning(word))) return [{ meaning: meaning(word), quality: 1 }];
  const quality = (known: string) => {
    if (word.length >= 3 && known.startsWith(word)) return 0.7;
    if (known.length >= 4 && word.startsWith(known) && word.length - known.length <= 3) return 0.7;
    return word.length >= 4 && known.length >= 3 && isOneLetterApart(word, known) ? 0.6 : 0;
  };
  const found: Match[] = [];
  for (const known of index.vocabulary) {
    const value = quality(known);
    if (value > 0) found.push({ meaning: meaning(known), quality: value });
  }
  return found.toSorted((first, second) => second.quality - first.quality);
}
