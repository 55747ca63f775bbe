import { request } from 'node:http';

/** The status of one request of any method, nothing followed. */
export function ask(address: string, method: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}
