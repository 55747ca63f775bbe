const texts = new WeakMap<Response, string>();

/** Notes what an answer of ours says ('' when it has no body), so that nothing has to read it out of a stream again. */
export function saying(text: string, response: Response): Response {
  texts.set(response, text);
  return response;
}

/** What an answer was noted to say; undefined for one that nobody noted, such as a file. */
export function textOf(response: Response): string | undefined {
  return texts.get(response);
}
