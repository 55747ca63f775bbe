import { type Html, html, trustedHtml } from '#platform';
import { encode } from 'uqr';

const quietModules = 4;

/** A QR code row by row, with the margin that it needs around it; `true` is dark. */
export function qrSquares(text: string): readonly (readonly boolean[])[] {
  return encode(text, { border: quietModules, ecc: 'M' }).data;
}

/** A QR code as inline SVG, black on white whatever the page's colours are (ISO/IEC 18004 asks for four quiet modules). */
export function qrCode(text: string, label: string): Html {
  const data = qrSquares(text);
  const size = data.length;
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return html`<svg
    class="qr"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    width="240"
    height="240"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    <path d="${trustedHtml(path)}" fill="#000" />
  </svg>`;
}
