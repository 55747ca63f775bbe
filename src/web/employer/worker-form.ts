import type { FormCells, ReceiveRefusal, TypedFaults } from '#filings';
import { type FormFields, html, type Html, type Page, type Visit } from '#platform';
import { button, card, form } from '#web/layout';
import { formForClerk, forClerk } from './at-work.ts';
import { refusedBefore } from './form-again.ts';
import type { AtWork, Services } from './frame.ts';
import { sendForm, showForm } from './register-form.ts';
import {
  isEmpty,
  mostAtOnce,
  typedWorkers,
  workerCells,
  workerFaults,
  workerFields,
} from './worker-fields.ts';

type Shown = {
  readonly workers: readonly FormCells[];
  readonly faults?: readonly TypedFaults[];
  readonly refusal?: ReceiveRefusal;
  /** A worker was added: the browser goes to its first field. */
  readonly added?: boolean;
};

/**
 * New workers of a small employer, typed one below the other. What is sent is looked at and approved like a file. It stays
 * open when the employer has grown by it, so that what was refused can still be mended.
 */
export function workerFormPage(services: Services): Page {
  return {
    path: '/employer/:npp/form/workers',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const again = await refusedBefore(services, visit, work, 'workers');
      if (again.length === 0) return show(visit, work, { workers: [{}] });
      const workers = again.map(({ cells }) => cells);
      return show(visit, work, { workers, faults: again.map(({ faults }) => faults) });
    }),
    post: formForClerk(services, (visit, work, sent) => send(services, visit, work, sent)),
  };
}

async function send(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const typed = typedWorkers(sent);
  if (sent['act'] === 'add' && typed.length < mostAtOnce)
    return show(visit, work, { workers: [...typed, {}], added: true });
  const filled = typed.filter((one) => !isEmpty(one));
  // A form without any worker is told of its first one.
  const workers = filled.length > 0 ? filled : [{}];
  const faults = workerFaults(workers, visit.now);
  if (faults.some(({ size }) => size > 0)) return show(visit, work, { workers, faults });
  const rows = workers.map((one) => workerCells(one, visit.now));
  return sendForm(services, visit, work, { kind: 'workers', rows, sent }, (refusal) =>
    show(visit, work, { workers, refusal }),
  );
}

const show = (visit: Visit, work: AtWork, shown: Shown): Response =>
  showForm(visit, work, 'workers', {
    isWrong: (shown.faults ?? []).some(({ size }) => size > 0),
    refusal: shown.refusal,
    fields: (action) => form(visit, { action, body: workerCards(visit, shown) }),
  });

function workerCards(visit: Visit, { workers, faults, added = false }: Shown): Html {
  const { t } = visit;
  const cards = workers.map((typed, index) => {
    const number = index + 1;
    const focus = added && number === workers.length;
    const fields = workerFields(visit, number, typed, { faults: faults?.[index], focus });
    const title = t('employer.worker_form.worker', { number });
    return card({
      title,
      body: html`<div role="group" aria-label="${title}">
        <p class="hint">
          ${t(number > 1 ? 'employer.worker_form.leave_empty' : 'employer.worker_form.needed')}
        </p>
        ${fields}
      </div>`,
    });
  });
  const add =
    workers.length < mostAtOnce
      ? button({ label: t('employer.worker_form.add'), kind: 'secondary', name: 'act', value: 'add' })
      : html`<p class="soft">${t('employer.worker_form.full', { most: mostAtOnce })}</p>`;
  return html`${cards}
  ${card({
    body: html`${button({ label: t('employer.worker_form.submit') })} ${add}
      <p class="small soft">${t('employer.upload.nothing_yet')} ${t('employer.worker_form.wages')}</p>`,
  })}`;
}
