/** The body of the Ask view. Its script draws the conversation into it. */
export const askPage = `<main id="entries" aria-label="Conversation"></main>
<section id="welcome" hidden>
  <h2>Ask this workspace</h2>
  <p>Answers come from your files, each with the lines that it stands on. Nothing leaves this machine unless you choose a model.</p>
  <p class="starters">
    <button type="button" class="link" data-command="plumb.tour">Where do I begin?</button>
    <button type="button" class="link" data-command="plumb.explainChanges">What changed since the last commit?</button>
    <button type="button" class="link" data-command="plumb.openWalkthrough">Show me around</button>
  </p>
</section>
<p id="status" class="unseen" role="status"></p>
<div id="preview" role="tooltip" hidden><pre></pre></div>
<form id="ask">
  <p id="about" hidden><span></span><button type="button" aria-label="Ask about everything instead" title="Ask about everything instead">×</button></p>
  <textarea id="question" rows="2" placeholder="Ask about this workspace" aria-label="Question" aria-describedby="hint"></textarea>
  <p class="row">
    <label title="The model searches and reads by itself before it answers. Takes longer and more tokens."><input id="deep" type="checkbox"> Look deeper</label>
    <span id="hint">Enter asks</span>
    <button type="submit" id="send">Ask</button>
  </p>
</form>`;
