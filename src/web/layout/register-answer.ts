import { dayIn, isIsoDate } from '#kernel';
import { type FormFields, formatTime, type Html, html, nothing, type Visit } from '#platform';
import { button, field, form } from './form-parts.ts';
import { helpAddress } from './help-topics.ts';
import { notice } from './parts.ts';

/** How a month's name begins, in either language. */
const monthNames = [
  /jan/,
  /feb|peb/,
  /mar/,
  /apr/,
  /mei|may/,
  /jun/,
  /jul/,
  /ag[us]|aug/,
  /sep/,
  /o[kc]t/,
  /no[vp]/,
  /de[sc]/,
];

const monthNumber = (name: string) => {
  const index = monthNames.findIndex((pattern) => name.toLowerCase().search(pattern) === 0);
  return index < 0 ? name : String(index + 1);
};

/**
 * Day, month, year with dashes, dots, slashes, spaces or nothing between, the month by number or name and the year with
 * two digits too; or the year first. A day that has been.
 */
export function readBirthDate(typed: string, now: Date): string | undefined {
  const text = typed.replace(/\p{L}+/u, monthNumber);
  const dayFirst =
    /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const yearFirst = /^(\d{4})[\s./-](\d{1,2})[\s./-](\d{1,2})$/.exec(text);
  const [years = '', month = '', day = ''] = yearFirst?.slice(1) ?? dayFirst?.slice(1).toReversed() ?? [];
  const year = years.length === 2 ? wholeYear(Number(years), now) : years;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(date) && date >= '1900-01-01' && date <= dayIn(now) ? date : undefined;
}

/** `95` is 1995: the last year that ended so. */
function wholeYear(lastDigits: number, now: Date): string {
  const thisYear = now.getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % 100) + lastDigits;
  return String(inThisCentury > thisYear ? inThisCentury - 100 : inThisCentury);
}

type Typed = { readonly memberNumber: string; readonly birthDate: string };

export type RegisterAnswerProblem =
  | { readonly kind: 'unreadable' | 'wrong' }
  | { readonly kind: 'too-many'; readonly at: Date };

export type ReadAnswer = {
  /** As it was typed. */
  readonly typed: Typed;
  /** As the register writes it; undefined when it cannot be read, which is no try. */
  readonly answer: Typed | undefined;
};

/** Member number and birth date of a form. */
export function readRegisterAnswer(sent: FormFields, now: Date): ReadAnswer {
  const typed = {
    memberNumber: (sent['member_number'] ?? '').trim().slice(0, 30),
    birthDate: (sent['birth_date'] ?? '').trim().slice(0, 30),
  };
  const memberNumber = typed.memberNumber.replaceAll(/[\s.-]/g, '');
  const birthDate = readBirthDate(typed.birthDate, now);
  const isRead = /^\d{10,11}$/.test(memberNumber) && birthDate !== undefined;
  return { typed, answer: isRead ? { memberNumber, birthDate } : undefined };
}

/** Asks for what a new owner of a phone number does not know, and says why what was typed was refused. */
export function registerAnswerForm(
  visit: Visit,
  {
    action,
    typed,
    problem,
  }: { readonly action: string; readonly typed?: Typed } & {
    readonly problem: RegisterAnswerProblem | undefined;
  },
): Html {
  const { t } = visit;
  return html`${problem ? notice({ kind: 'bad', body: html`<p>${problemText(visit, problem)}</p>` }) : nothing}
    <section class="card">
      ${form(visit, {
        action,
        body: html`${field(visit, {
          name: 'member_number',
          label: t('register.member_number'),
          hint: t('register.member_number_hint'),
          value: typed?.memberNumber ?? '',
          inputmode: 'numeric',
          autocomplete: 'off',
          maxlength: 30,
        })}
        ${field(visit, {
          name: 'birth_date',
          label: t('register.birth_date'),
          hint: t('register.birth_date_hint'),
          value: typed?.birthDate ?? '',
          autocomplete: 'bday',
          maxlength: 30,
        })}
        ${button({ label: t('signin.continue') })}`,
      })}
    </section>
    <p><a href="${helpAddress('change-contact')}">${t('layout.help_on_this')}</a></p>`;
}

function problemText({ t }: Visit, problem: RegisterAnswerProblem): Html | string {
  if (problem.kind === 'too-many')
    return t.html('layout.answer_too-many', {
      time: html`<strong class="nowrap">${formatTime(problem.at, t.language)}</strong>`,
    });
  return t(`layout.answer_${problem.kind}`);
}
