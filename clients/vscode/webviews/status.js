// Draws the index's status, which comes as Markdown, and follows it.
import { renderAnswer } from '../src/features/ask/answerHtml';

const vscode = acquireVsCodeApi();
const status = document.getElementById('status');
window.addEventListener('message', ({ data }) => {
  status.innerHTML = renderAnswer(data.markdown, []);
});
vscode.postMessage({ type: 'ready' });
