// Draws the usage report, and asks for another when the time is changed.
import { usageHtml } from '../src/features/usage/usageHtml';

const vscode = acquireVsCodeApi();
const report = document.getElementById('report');
const days = document.getElementById('days');
const load = () => vscode.postMessage({ type: 'load', days: Number(days.value) });

window.addEventListener('message', ({ data }) => {
  if (data.type === 'report') {
    // Every name in it is escaped; the page's policy forbids every script but this one.
    report.innerHTML = usageHtml(data.report, new Date().toISOString().slice(0, 10));
  } else if (data.type === 'problem') {
    report.textContent = data.message;
  } else {
    load();
  }
});
days.addEventListener('change', load);
load();
