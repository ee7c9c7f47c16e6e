// One folder.
const { run } = require('./flows.cjs');

exports.run = () =>
  run([...require('./language.cjs').flows, ...require('./questions.cjs').flows, ...require('./index.cjs').flows]);
