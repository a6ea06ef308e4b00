// Which file a page's address stands for. Runs for every request that is not for the API.
const PAGES = [];

function handler(event) {
  const request = event.request;
  const name = request.uri.substring(request.uri.lastIndexOf('/') + 1);
  if (name.includes('.')) {
    return request;
  }
  const page = name === '' ? request.uri : request.uri + '/';
  request.uri = PAGES.includes(page) ? page + 'index.html' : '/404.html';
  return request;
}
