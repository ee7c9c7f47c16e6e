/** The body of the Search view. Its script fills the list. */
export const searchPage = `<form id="search" role="search">
  <input id="query" type="text" placeholder="Words, an identifier, a path or a question" aria-label="Search" aria-controls="hits" autocomplete="off" spellcheck="false">
  <p class="filters">
    <input id="include" type="text" placeholder="Files, such as src/** or *.md" aria-label="Files to search in" autocomplete="off" spellcheck="false">
    <select id="kind" aria-label="Kind">
      <option value="">All kinds</option>
      <option value="code">Code</option>
      <option value="docs">Documents</option>
      <option value="tests">Tests</option>
      <option value="data">Data</option>
    </select>
    <select id="language" aria-label="Language"><option value="">All languages</option></select>
  </p>
</form>
<p id="found" class="note" role="status"></p>
<main><ol id="hits" aria-label="Results"></ol></main>
<section id="peek" aria-label="Preview" hidden><p id="peekTitle"></p><pre><code id="peekCode"></code></pre></section>`;
