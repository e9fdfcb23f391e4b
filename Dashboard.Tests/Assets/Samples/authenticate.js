const data = JSON.stringify({
  "email": "your-email",
  "password": "your-password"
});

const xhr = new XMLHttpRequest();
xhr.withCredentials = true;

xhr.addEventListener("readystatechange", function () {
  if (this.readyState === this.DONE) {
    console.log(this.responseText);
  }
});

xhr.open("POST", "http://localhost:8881/authenticate");
xhr.setRequestHeader("Content-Type", "application/json");

xhr.send(data);
