/** Milliseconds before the first, the second and the third start after a death: one that goes on dying gets more time. */
const waits = [0, 1_000, 4_000];

/** Decides whether, and how soon, a server that died is started again: as often as there are waits, within `windowMs`. */
export class RestartPolicy {
  private readonly deaths: number[] = [];

  constructor(private readonly windowMs = 3 * 60_000) {}

  /** Notes a death at `now` (milliseconds). Milliseconds until it is started again, or undefined when it stays off. */
  waitAfterDeath(now: number): number | undefined {
    this.deaths.push(now);
    while (this.deaths.length > 0 && now - (this.deaths[0] ?? now) > this.windowMs) {
      this.deaths.shift();
    }
    return waits[this.deaths.length - 1];
  }

  reset(): void {
    this.deaths.length = 0;
  }
}
