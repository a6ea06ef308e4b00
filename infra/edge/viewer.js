// Tells the API whom the edge talks to, and under which name. What a viewer sends under these names is replaced.
function handler(event) {
  const request = event.request;
  request.headers['navaia-viewer-address'] = { value: event.viewer.ip };
  request.headers['navaia-viewer-host'] = { value: request.headers.host ? request.headers.host.value : '' };
  return request;
}
