/**
 * A small minifier for our own style sheet: drops comments and needless space, and puts each custom property's
 * value where it is used. It knows strings, and nothing that we do not write.
 */
export function minifyCss(source: string, properties: Readonly<Record<string, string>>): string {
  const values = new Map(Object.entries(properties));
  const strings: string[] = [];
  const bare = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/'[^']*'|"[^"]*"/g, (text) => `"${strings.push(text) - 1}"`);
  return bare
    .replace(/:root\s*\{([^}]*)\}/, (_block, body: string) => takeProperties(body, values))
    .replaceAll(/var\((--[\w-]+)\)/g, (_use, name: string) => valueOf(name, values))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}')
    .replaceAll(/"(\d+)"/g, (_mark, index: string) => strings[Number(index)] ?? '')
    .trim();
}

function takeProperties(body: string, values: Map<string, string>): string {
  for (const [, name = '', value = ''] of body.matchAll(/(--[\w-]+)\s*:\s*([^;]+);/g))
    values.set(name, value.trim());
  return '';
}

function valueOf(name: string, values: ReadonlyMap<string, string>): string {
  const value = values.get(name);
  if (value === undefined) throw new Error(`the style sheet uses ${name}, which nobody sets`);
  return value;
}
