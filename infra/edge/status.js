// The page for what is not there is a file like others, so the edge has it with 200. Its upload noted which status it has.
function handler(event) {
  const response = event.response;
  const status = response.headers['x-amz-meta-status'];
  if (status) {
    response.statusCode = Number(status.value);
    response.statusDescription = 'Not Found';
    delete response.headers['x-amz-meta-status'];
  }
  return response;
}
