/** What a text does that a message of ours never does. Closed list; each has a sentence in locales/ (`check.sign.<name>`). */
export const fraudSignNames = [
  'link_elsewhere',
  'asks_secret',
  'asks_money',
  'app_file',
  'other_number',
  'threat',
  'prize',
] as const;
export type FraudSignName = (typeof fraudSignNames)[number];

/** `seen` is the host or the number that stands in the text, for the sign that names one. */
export type FraudSign = { readonly name: FraudSignName; readonly seen?: string };

export type OwnPlaces = { readonly hosts: readonly string[]; readonly phones: readonly string[] };

const secret =
  'kode|otp|pin|cvv|kata sandi|sandi|password|passcode|code|nomor kartu|foto ktp|swafoto|selfie|card number';
const giving =
  'kirim(?:kan)?|berikan|beri tahu(?:kan)?|sebutkan|balas|bagikan|infokan|konfirmasi(?:kan)?|send|give|tell|reply|share|confirm|forward';
const refusal = "(?:jangan(?: pernah)?|tidak(?: pernah| akan)?|tanpa|never|not|don'?t|without)";

const patterns: Partial<Record<FraudSignName, RegExp>> = {
  // "Jangan berikan kode ini" is what we say ourselves.
  asks_secret: new RegExp(
    String.raw`(?<!${refusal} )\b(?:${giving})\b(?! (?:ulang|again))[^.!?\n]{0,40}\b(?:${secret})\b`,
    'iu',
  ),
  asks_money:
    /\b(?:transfer|setor(?:kan)?|bayar(?:kan)?|kirim(?:kan)?|isi(?:kan)?|pay|send|deposit|top ?up)\b[^.!?\n]{0,40}(?:\b(?:uang|dana|biaya|admin|pajak|pulsa|rekening|ongkos|fee|tax|money|voucher|rupiah)\b|\brp\.? ?\d)/iu,
  app_file:
    /\.apk\b|\b(?:unduh|pasang|instal+|download|install)\b[^.!?\n]{0,30}\b(?:aplikasi|app|berkas|file)\b/iu,
  threat:
    /\b(?:blokir|diblokir|nonaktif(?:kan)?|dinonaktifkan|hangus|dibekukan|dihapus|blocked|suspended|deactivated|deleted|expire[sd]?)\b[^.!?\n]{0,60}\b(?:jam|hari|menit|segera|hours?|days?|minutes|immediately|today)\b|\b(?:dalam|within) (?:waktu )?\d+ ?(?:x ?24 ?)?(?:jam|hours?)\b/iu,
  prize:
    /\b(?:hadiah|undian|pemenang|selamat anda|terpilih|bantuan tunai|bsu|blt|prize|winner|lottery|you have won)\b/iu,
};

/** The signs that the text shows, in the order of the list. It judges words only: a text without a sign may be a fraud all the same. */
export function fraudSigns(text: string, own: OwnPlaces): FraudSign[] {
  return fraudSignNames.flatMap((name): FraudSign[] => {
    if (name === 'link_elsewhere') return withSeen(name, foreignHost(text, own.hosts));
    if (name === 'other_number') return withSeen(name, foreignNumber(text, own.phones));
    return patterns[name]?.test(text) ? [{ name }] : [];
  });
}

const withSeen = (name: FraudSignName, seen: string | undefined): FraudSign[] =>
  seen === undefined ? [] : [{ name, seen }];

/** An address with its scheme, or a bare host with an ending that is common in such texts. An e-mail address is none. */
const addresses =
  /\bh(?:tt|xx)ps?:\/\/[^\s<>"']+|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|net|org|id|info|biz|xyz|top|site|online|link|click|shop|live|vip|app|ly|me|cc|io|co|web|my|ru|cn|tk|page|dev)(?![\w@-]|\.\w)[^\s<>"']*/giu;

function foreignHost(text: string, own: readonly string[]): string | undefined {
  return [...text.matchAll(addresses)]
    .map(([found]) => hostOf(found))
    .find((host) => host !== undefined && !own.includes(host));
}

function hostOf(found: string): string | undefined {
  const bare = found.replace(/[.,;:!?)\]]+$/, '').replace(/^hxx/i, 'htt');
  const address = /^https?:/i.test(bare) ? bare : `http://${bare}`;
  return URL.canParse(address) ? new URL(address).hostname.slice(0, 80) : undefined;
}

/** A mobile number (08…, +62 8…) that is not the one we give. */
function foreignNumber(text: string, own: readonly string[]): string | undefined {
  const digits = (number: string) => number.replaceAll(/\D/g, '').replace(/^62/, '0');
  const known = new Set(own.map(digits));
  return [...text.matchAll(/(?<![\d#])(?:\+?62[\s-]?|0)8\d{1,3}(?:[\s-]?\d{3,5}){2}(?!\d)/g)]
    .map(([found]) => found)
    .find((found) => !known.has(digits(found)));
}
