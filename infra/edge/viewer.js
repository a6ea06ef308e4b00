// Tells the API whom the edge talks to. What a viewer sends under this name is replaced.
function handler(event) {
  const request = event.request;
  request.headers['navaia-viewer-address'] = { value: event.viewer.ip };
  return request;
}
