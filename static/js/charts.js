/* Draws each table of the insights as a chart, and folds the table away behind it. Chart.js is there as `Chart`. */
const { Chart } = window;
const SPACE = 8;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** The colour that a token has just now. */
function colours(figure) {
  const probe = document.createElement("span");
  figure.append(probe);
  const of = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = { gold: of("--gold"), line: of("--line"), ink: of("--ink"), muted: of("--muted"), surface: of("--surface") };
  probe.remove();
  return found;
}

/** What stands in the table: the name of each row, its number, and how that is said. */
function rowsOf(figure) {
  return [...figure.querySelectorAll("tbody tr")].map((row) => {
    const cell = row.querySelector("[data-value]");
    return { name: row.querySelector("th").textContent.trim(), value: Number(cell.dataset.value), says: cell.textContent.trim() };
  });
}

/** Writes the number behind the end of each bar. */
const numbers = (rows, colour) => ({
  id: "numbers",
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    ctx.save();
    ctx.fillStyle = colour;
    ctx.textBaseline = "middle";
    ctx.font = `500 13px ${Chart.defaults.font.family}`;
    for (const [place, bar] of chart.getDatasetMeta(0).data.entries()) ctx.fillText(rows[place].says, bar.x + SPACE, bar.y);
    ctx.restore();
  },
});

function line(rows, { told, ends }, colour) {
  const [min, max, stepSize] = told === "AVERAGE" ? [1, 5, 1] : [0];
  const ticks = { color: colour.muted, maxTicksLimit: 5, stepSize, callback: (value) => `${value}${ends}` };
  return {
    type: "line",
    data: {
      labels: rows.map((row) => row.name),
      datasets: [{ data: rows.map((row) => row.value), borderColor: colour.gold, borderWidth: 3, borderCapStyle: "round", borderJoinStyle: "round", pointRadius: 4, pointHoverRadius: 6, pointBorderWidth: 2.5, pointBackgroundColor: colour.surface, clip: false }],
    },
    options: {
      scales: {
        x: { grid: { display: false }, border: { display: false }, ticks: { color: colour.muted, maxRotation: 0, autoSkipPadding: 16 } },
        y: { min, max, grid: { color: colour.line }, border: { display: false }, ticks },
      },
    },
  };
}

function bars(rows, _more, colour) {
  return {
    type: "bar",
    data: {
      labels: rows.map((row) => row.name),
      datasets: [{ data: rows.map((row) => row.value), backgroundColor: colour.gold, borderRadius: 4, borderSkipped: false, maxBarThickness: 16 }],
    },
    options: {
      indexAxis: "y",
      layout: { padding: { right: 40 } },
      scales: {
        x: { display: false, min: 0 },
        y: { grid: { display: false }, border: { display: false }, ticks: { color: colour.ink, crossAlign: "far", autoSkip: false } },
      },
    },
    plugins: [numbers(rows, colour.muted)],
  };
}

const kinds = { line, bars };

function draw(figure) {
  const rows = rowsOf(figure);
  const holder = document.createElement("div");
  holder.className = "canvas";
  holder.setAttribute("aria-hidden", "true");
  const canvas = document.createElement("canvas");
  holder.append(canvas);
  figure.prepend(holder);
  figure.querySelector("details").open = false;
  const chosen = kinds[figure.dataset.chart](rows, figure.dataset, colours(figure));
  chosen.options = {
    ...chosen.options,
    animation: false,
    maintainAspectRatio: false,
    plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { label: ({ dataIndex }) => rows[dataIndex].says } } },
  };
  const chart = new Chart(canvas, chosen);
  return () => {
    chart.destroy();
    holder.remove();
  };
}

async function start() {
  await document.fonts?.ready;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  let drawn = [];
  const all = () => {
    for (const away of drawn) away();
    drawn = [...document.querySelectorAll("[data-chart]")].map(draw);
  };
  all();
  dark.addEventListener("change", all);
}

if (Chart) start();
