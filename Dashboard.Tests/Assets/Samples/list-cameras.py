import requests

url = "http://localhost:8881/cameras"

headers = {
    "Content-Type": "application/json",
    "Authorization": "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>"
}

response = requests.request("GET", url, headers=headers)

print(response.text)
