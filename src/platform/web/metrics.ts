const limits = [5, 10, 25, 50, 100, 200, 500, 1000, 5000] as const;

/** Counts and times of requests by route, since this process began. */
export function createMetrics() {
  const byRoute = new Map<string, { count: number; sum: number; buckets: number[]; statuses: Map<number, number> }>();
  return {
    record(route: string, status: number, milliseconds: number): void {
      let seen = byRoute.get(route);
      if (!seen) {
        seen = { count: 0, sum: 0, buckets: limits.map(() => 0), statuses: new Map() };
        byRoute.set(route, seen);
      }
      seen.count += 1;
      seen.sum += milliseconds;
      seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
      const buckets = seen.buckets;
      limits.forEach((limit, i) => {
        if (milliseconds <= limit) buckets[i] = (buckets[i] ?? 0) + 1;
      });
    },
    /** In the Prometheus text format. */
    text(): string {
      const lines = ['# TYPE mesters_requests_total counter'];
      for (const [route, { statuses }] of byRoute)
        for (const [status, n] of statuses)
          lines.push(`mesters_requests_total{route="${route}",status="${status}"} ${n}`);
      lines.push('# TYPE mesters_request_milliseconds histogram');
      for (const [route, { buckets, count, sum }] of byRoute) {
        limits.forEach((limit, i) => {
          lines.push(`mesters_request_milliseconds_bucket{route="${route}",le="${limit}"} ${buckets[i]}`);
        });
        lines.push(`mesters_request_milliseconds_bucket{route="${route}",le="+Inf"} ${count}`);
        lines.push(
          `mesters_request_milliseconds_sum{route="${route}"} ${sum.toFixed(1)}`,
          `mesters_request_milliseconds_count{route="${route}"} ${count}`,
        );
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
