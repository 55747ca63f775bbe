import { html, type Page } from '#platform';
import { helpAddress, publicHome, signInAddress } from '#web/layout';

/** The public home: one action, and who may come in. */
export function homePage(): Page {
  return publicHome('/employers', (visit) => {
    const { t, config } = visit;
    return {
      title: t('employer.home.title'),
      lead: t('employer.home.lead'),
      signIn: { href: '/login?to=/employers', label: t('employer.home.sign_in') },
      links: [
        { href: helpAddress('employer-filing'), label: t('employer.help.filing') },
        { href: helpAddress('sign-in'), label: t('portal.home.how') },
        { href: `${config.origins.sso}/register`, label: t('portal.home.register') },
      ],
      about: {
        title: t('employer.home.first_title'),
        body: html`<p>${t('employer.home.first')}</p>
          <p>${t.html('portal.home.address', { address: signInAddress(visit) })}</p>`,
      },
    };
  });
}
