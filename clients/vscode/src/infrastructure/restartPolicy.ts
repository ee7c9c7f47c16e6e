/** Decides whether a server that died is started again: at most `limit` times within `windowMs`. */
export class RestartPolicy {
  private readonly deaths: number[] = [];

  constructor(
    private readonly limit = 3,
    private readonly windowMs = 3 * 60_000,
  ) {}

  /** Notes a death at `now` (milliseconds) and says whether to start again. */
  shouldRestart(now: number): boolean {
    this.deaths.push(now);
    while (this.deaths.length > 0 && now - (this.deaths[0] ?? now) > this.windowMs) {
      this.deaths.shift();
    }
    return this.deaths.length <= this.limit;
  }

  reset(): void {
    this.deaths.length = 0;
  }
}
