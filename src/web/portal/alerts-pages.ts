import type { AccountServices } from '#accounts';
import type { Page } from '#platform';
import { alertsPage } from './alerts.ts';
import { alertsStopPages } from './alerts-stop.ts';

/** Alerts by message: choosing them, and the way out of a message. */
export const alertsPages = (services: AccountServices): Page[] => [
  alertsPage(services),
  ...alertsStopPages(services),
];
