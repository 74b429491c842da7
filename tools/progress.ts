/** Seconds between two lines of progress. */
const INTERVAL = 5;

/**
 * What Terraform has done so far, from the lines it prints.
 *
 * The provider waits for minutes without a word; somebody who looks on wants to see that it lives.
 */
export class Progress {
  created = 0;
  destroyed = 0;
  private planned = 0;
  private done = 0;
  private shown = 0;
  private started = Date.now();

  /** @param show prints a line of progress, at most every five seconds */
  constructor(private readonly show: (line: string) => void) {}

  /** Begins a step: its time, and what it is going to do, count from here. */
  begin(): void {
    this.started = Date.now();
    this.planned = this.done = this.shown = 0;
  }

  /** Takes a line that Terraform or cdktf printed. */
  readonly line = (line: string): void => {
    const plan = /Plan: (\d+) to add, \d+ to change, (\d+) to destroy/.exec(line);
    if (plan) this.planned += Number(plan[1]) + Number(plan[2]);
    if (/: (Creation|Destruction) complete after/.test(line)) this.done++;
    this.created += Number(/Resources: (\d+) added/.exec(line)?.[1] ?? 0);
    this.destroyed += Number(/Destroy complete! Resources: (\d+) destroyed/.exec(line)?.[1] ?? 0);
    this.tell();
  };

  /** Seconds since the step began. */
  get seconds(): number {
    return Math.round((Date.now() - this.started) / 1000);
  }

  private tell(): void {
    if (this.planned === 0 || this.seconds - this.shown < INTERVAL) return;
    this.shown = this.seconds;
    this.show(`${this.done} of ${this.planned} after ${this.seconds} s`);
  }
}
