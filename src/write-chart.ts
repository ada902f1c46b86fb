import { join } from 'path';
import { postgresChart } from './chart';

postgresChart.write(join(process.env.CHARTS_OUTDIR ?? 'charts', 'postgres'));
