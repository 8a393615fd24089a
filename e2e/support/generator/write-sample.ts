import { writeSample } from './sample'

const truth = await writeSample(process.cwd())
const { events, files, bytesOnDisk } = truth.totals
process.stdout.write(
  `resources/sample: ${events} events in ${files} log files, ${(bytesOnDisk / 1e6).toFixed(2)} MB, and ${truth.digests?.files ?? 0} digests\n`,
)
