import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export type Helper<Task, Answer> = {
  readonly pid: number;
  ask(task: Task): Promise<Answer>;
  end(): void;
};

/** Another process of this folder that does what it is asked, so that its CPU time stands apart. */
export function startHelper<Task extends object, Answer>(file: string): Helper<Task, Answer> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return {
    pid: child.pid ?? 0,
    ask: (task) =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error(`${file} ended`));
        child.once('exit', failed);
        child.once('message', (answer) => {
          child.off('exit', failed);
          resolve(answer as Answer);
        });
        child.send(task);
      }),
    end: () => {
      // One that failed has gone by itself.
      if (child.connected) child.disconnect();
    },
  };
}

/** The other side: answers each task with what `work` makes of it; an error ends the process. */
export function answerTasks<Task, Answer>(work: (task: Task) => Promise<Answer>): void {
  process.on('message', (task) => {
    void work(task as Task).then((answer) => process.send?.(answer));
  });
}
