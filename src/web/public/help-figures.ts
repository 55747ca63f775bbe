import { type Config, type Html, html, type Visit } from '#platform';
import { supportEmail, supportPhone } from '#web/layout';

const minutes = (seconds: number) => String(Math.round(seconds / 60));
const hours = (seconds: number) => String(Math.round(seconds / 3600));

/** The figures that help texts may name: the settings as they are, so that no text is wrong when one is changed. */
const figures = {
  brand: (config) => config.BRAND_NAME,
  code_minutes: (config) => minutes(config.CODE_LIFE_SECONDS),
  code_tries: (config) => String(config.CODE_TRIES),
  code_gap_seconds: (config) => String(config.CODE_SEND_GAP_SECONDS),
  code_sends_per_hour: (config) => String(config.CODE_SENDS_PER_HOUR),
  password_tries: (config) => String(config.PASSWORD_TRIES),
  password_length: (config) => String(config.PASSWORD_MINIMUM_LENGTH),
  password_mixed_length: (config) => String(config.PASSWORD_MIXED_MINIMUM_LENGTH),
  closed_minutes: (config) => minutes(config.PASSWORD_CLOSED_SECONDS),
  closed_longest_hours: (config) => hours(config.PASSWORD_CLOSED_LONGEST_SECONDS),
  reset_minutes: (config) => minutes(config.RESET_LINK_SECONDS),
  wait_hours: (config) => hours(config.RECOVERY_WAIT_SECONDS),
  sms_wait_hours: (config) => hours(config.RECOVERY_SMS_WAIT_SECONDS),
  correction_hours: (config) => hours(config.CORRECTION_SECONDS),
  evidence_days: (config) => String(config.EVIDENCE_KEEP_DAYS),
  freeze_hours: (config) => hours(config.CONTACTS_FROZEN_SECONDS),
  stale_days: (config) => String(config.CONTACT_STALE_DAYS),
  stop_days: (config) => String(Math.round(config.CONTACT_STOP_SECONDS / 86_400)),
  remembered_days: (config) => String(config.REMEMBERED_BROWSER_DAYS),
  known_days: (config) => String(config.KNOWN_DEVICE_DAYS),
  review_days: (config) => String(config.SECURITY_CHECK_DAYS),
  activity_months: (config) => String(config.ACTIVITY_MONTHS),
  session_minutes: (config) => minutes(config.SESSION_IDLE_SECONDS),
  session_hours: (config) => hours(config.SESSION_TOTAL_SECONDS),
  shared_minutes: (config) => minutes(config.SHARED_SESSION_IDLE_SECONDS),
  shared_total_minutes: (config) => minutes(config.SHARED_SESSION_TOTAL_SECONDS),
  warning_minutes: (config) => minutes(config.SESSION_WARNING_SECONDS),
  copy_hours: (config) => hours(config.DATA_COPY_SECONDS),
  deletion_days: (config) => String(config.DELETION_WAIT_DAYS),
  message_days: (config) => String(config.MESSAGES_KEPT_DAYS),
} satisfies Record<string, (config: Config) => string>;

const host = (origin: string) => html`<strong class="nowrap">${new URL(origin).host}</strong>`;

/** Figures that are markup: our addresses, and who helps. */
const places = {
  sso_address: ({ config }) => host(config.origins.sso),
  portal_address: ({ config }) => host(config.origins.portal),
  phone: supportPhone,
  email: supportEmail,
  fraud_email: ({ config }) =>
    html`<a href="mailto:${config.FRAUD_REPORT_EMAIL}">${config.FRAUD_REPORT_EMAIL}</a>`,
} satisfies Record<string, (visit: Visit) => Html>;

const isOneOf = <Table extends object>(table: Table, name: string): name is keyof Table & string =>
  Object.hasOwn(table, name);

/** The figure of that name, or undefined when there is none. */
export function figureOf(visit: Visit, name: string): Html | string | undefined {
  if (isOneOf(figures, name)) return figures[name](visit.config);
  return isOneOf(places, name) ? places[name](visit) : undefined;
}
