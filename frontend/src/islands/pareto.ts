import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { cumulative, type ParetoRow, vital } from '../lib/pareto.ts';

use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

interface Data {
  unit: string;
  rows: ParetoRow[];
}

/** Bars in falling order with the running share above them; the few that make up 80 % stand out. */
export class Pareto extends HTMLElement {
  private chart: EChartsType | undefined;
  private readonly size = new ResizeObserver(() => this.chart?.resize());
  private readonly theme = new MutationObserver(() => this.draw());

  connectedCallback(): void {
    const plot = this.querySelector<HTMLElement>('.ka-chart-plot');
    if (!plot) return;
    this.chart = init(plot, null, { renderer: 'svg' });
    this.chart.on('click', ({ dataIndex }) => {
      const href = this.data.rows[dataIndex]?.href;
      if (href) location.assign(href);
    });
    this.draw();
    this.size.observe(plot);
    this.theme.observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
  }

  disconnectedCallback(): void {
    this.size.disconnect();
    this.theme.disconnect();
    this.chart?.dispose();
  }

  private get data(): Data {
    return JSON.parse(this.querySelector('script')?.textContent ?? '{"unit":"","rows":[]}') as Data;
  }

  private draw(): void {
    this.chart?.setOption(options(this.data, this.dataset['share'] ?? '', getComputedStyle(this)), true);
  }
}

function options({ unit, rows }: Data, share: string, style: CSSStyleDeclaration): Record<string, unknown> {
  const colour = (name: string): string => style.getPropertyValue(`--ka-${name}`).trim();
  const text = { color: colour('text-2'), fontFamily: style.fontFamily, fontSize: 12 };
  const line = { lineStyle: { color: colour('line') } };
  const few = vital(rows);
  const bars = rows.map((row, index) => ({
    value: row.value,
    itemStyle: { color: colour(index < few ? 'accent-solid' : 'line-strong') },
  }));
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 8, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colour('bg-float'),
      borderColor: colour('line'),
      textStyle: { ...text, color: colour('text') },
    },
    xAxis: {
      type: 'category',
      data: rows.map((row) => row.label),
      axisLine: line,
      axisTick: { show: false },
      axisLabel: { ...text, rotate: rows.length > 8 ? 40 : 0, overflow: 'truncate', width: 90 },
    },
    yAxis: [
      { type: 'value', name: unit, nameTextStyle: text, axisLabel: text, splitLine: line },
      {
        type: 'value',
        name: share,
        nameTextStyle: { ...text, align: 'right' },
        min: 0,
        max: 100,
        axisLabel: { ...text, formatter: '{value}%' },
        splitLine: { show: false },
      },
    ],
    series: [
      { type: 'bar', name: unit, data: bars, barMaxWidth: 36 },
      {
        type: 'line',
        name: share,
        yAxisIndex: 1,
        data: cumulative(rows),
        symbolSize: 5,
        lineStyle: { color: colour('warn-mark'), width: 2 },
        itemStyle: { color: colour('warn-mark') },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: colour('line-control'), type: 'dashed' },
          data: [{ yAxis: 80 }],
        },
      },
    ],
  };
}
customElements.define('ka-pareto', Pareto);
