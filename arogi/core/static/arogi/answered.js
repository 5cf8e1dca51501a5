// A page that answered a form is from now on opened by its address: Back and Reload find a page and send nothing anew.
if (document.body.hasAttribute("data-arogi-answer")) history.replaceState(null, "", location.href);
