import { html, type Page } from '#platform';
import { helpAddress, publicHome, signInAddress } from '#web/layout';

/** The public home: one action, and how to know the true sign-in page (G1). */
export function homePage(): Page {
  return publicHome('/dashboard', (visit) => {
    const { t, config } = visit;
    return {
      title: t('portal.home.title'),
      lead: t('portal.home.lead'),
      signIn: { href: '/login', label: t('portal.home.sign_in') },
      links: [
        { href: helpAddress('sign-in'), label: t('portal.home.how') },
        { href: `${config.origins.sso}/forgot-password`, label: t('portal.home.forgot') },
        { href: `${config.origins.sso}/register`, label: t('portal.home.register') },
        { href: `${config.origins.sso}/report-death`, label: t('death.title') },
        { href: '/verify', label: t('statement.check.title') },
      ],
      about: {
        title: t('portal.home.address_title'),
        body: html`<p>${t.html('portal.home.address', { address: signInAddress(visit) })}</p>
          <p class="soft">${t('portal.home.never_ask')}</p>`,
      },
    };
  });
}
