import type { Polarity } from './polarity-network.ts';

/**
 * Sentences written by hand of how reviewers of any trade praise, blame and tell without a word that a lexicon could
 * hold: "they never let your glass go empty", "it stopped working after two weeks", "we went there on Saturday". They
 * teach the network (weak-labels.ts) what stars and lexicon cannot. None comes from a labelled set, nor may one be added
 * from there. A "neither" may well hold a sentence's facts; what matters is that nothing is judged.
 */
const BLAME = `
  We waited forty minutes for a table. It took over an hour to get our order. Nobody came to check on us the whole
  evening. They got my order wrong twice. The bill had items that we never ordered. I had to ask three times for
  water. They rushed us out the door. We were charged extra for that. The portions are small for what they charge.
  The prices are higher than anywhere else nearby. You pay more than it is worth. It costs way too much for what you
  get. They raised their prices again. You can find better for less elsewhere. It was cold when it reached the
  table. The meat was dry and the sauce had no taste. Half of the menu was not available. There was a hair in my
  plate. We left hungry. We left without eating. I sent it back. I will not be returning. I won't order from them
  again. Save your money. Look somewhere else. Don't bother. Skip the dessert. Pass on this one. It stopped working
  after two weeks. It broke the first time I used it. It fell apart within a month. The battery dies after an hour.
  It won't turn on anymore. I returned it the next day. I asked for a refund. It arrived with a missing part. The
  screen went black. It does not hold a charge. It doesn't fit. It makes a clicking sound. I had to replace it. It
  feels like it is going to break. The instructions make no sense. Customer service never answered my emails. They
  hung up on me. The manager did not care. The waiter rolled his eyes. He argued with us about it. They acted like
  we were bothering them. She ignored us while chatting with her friends. You can hardly hear each other talk. The
  tables are so close that you hear every conversation. We were squeezed into a corner next to the toilets. The
  place needs to be cleaned. The decor has seen better days. It used to be so much better. It has gone down since
  the new owners took over. It was not what I expected. I expected more. I don't see what the hype is about. The
  quality is not what it used to be. There are much better places around. It tasted like it came out of a can. The
  fish smelled. I felt sick afterwards. It gave me a headache. I could have made it better at home. I couldn't
  finish it. The app keeps closing by itself. It lost all my data. It takes forever to load. The sound cuts out. It
  won't stay in tune. The cable came loose. The paint started to peel. It is too much money for so little. They
  forgot our appetizers. The only thing missing was decent food. I wish I had read the reviews first. I want my
  money back. What were they thinking? How hard can it be to cook an egg? It's a tourist trap. You get three tiny
  pieces for twenty dollars. The drinks were mostly ice. Our reservation was lost. The line was out the door and did
  not move. They were out of everything that we wanted. The music was so loud that we had to shout. No flavor at
  all. The service leaves something to be desired. It took three tries to get someone's attention. We were told
  twenty minutes and waited an hour and a half. Our server disappeared after taking the order. The hostess did not
  even look up. They refused to split the check. They added the tip without asking. We were asked to leave because
  others were waiting. They tried to sell us the most expensive wine. They served my guests before me and forgot my
  plate. The staff seemed lost. The staff speaks no English and does not try. I felt unwelcome. I was treated like a
  number. They act as if they are doing you a favor. The bread was hard as a rock. The vegetables were overdone and
  the rice was mush. The chicken was pink inside. The pasta was swimming in oil. Everything was too sweet. There was
  too much salt in everything. The sauce was thin and watery. The pizza was burned on the bottom. It tasted like
  cardboard. The soup was nothing but water. The burger was a hockey puck. I have had better from a frozen box. It
  is no better than fast food. The coffee was weak. The beer was flat and warm. The drinks are small and overpriced.
  The menu is limited and never changes. There is nothing for vegetarians. I was still hungry after two plates. Ten
  dollars for a bowl of rice is a joke. You pay for the name. You pay for the view and not for the food. For that
  price I expected a lot more. It isn't worth half of what they ask. It adds up quickly. The place smelled of
  grease. The floor was sticky and the table was not wiped. The bathroom was out of soap and paper. The air
  conditioning was broken. It was freezing inside. It was so dark that I couldn't read the menu. The chairs hurt my
  back. There is no room to move. You could not hear the person next to you. The room has no atmosphere at all. The
  crowd is full of people who want to be seen. It looks better in the pictures than it is. Finding parking is a
  nightmare. It took a month to arrive. It arrived scratched and in an open box. They sent me the wrong size. I
  never got what I paid for. The seller never responded. The support line kept me on hold for an hour. They told me
  it was not covered by the warranty. It died a week after the warranty ended. Mine lasted three days. This is the
  third one that I have had to send in. The hinge snapped. The button got stuck. The screws were missing. The
  plastic is thin and bends. It scratches if you look at it. It gets so hot that you can't keep it on your lap. The
  fan sounds like a jet engine. The screen is hard to see outdoors. The keys stick. The touchpad jumps around. It
  freezes every time I open a program. It is slower than my ten year old machine. It came loaded with programs that
  nobody needs. The updates made it worse. The speakers are so quiet that I need headphones. The pictures come out
  blurry. The zoom is useless at night. It eats batteries. The strap slips off. The strings went dead after a day.
  There is a buzz on the low string. It goes out of tune as soon as you play it. The sound is thin and harsh. It
  picks up every noise in the room. It shrank in the wash. The color faded after one wash. It runs two sizes small.
  The seam ripped the first time I wore it. It made my skin itch. The smell made me sick. The ending made no sense.
  I fell asleep halfway through. The articles are all ads. The pages stuck together. I cancelled my subscription. I
  deleted the app after a day. There are ads every ten seconds. I would give it zero stars if I could. Not
  recommended. I can't recommend it to anyone. Never again. What a waste of an evening. I regret buying it. Buyer
  beware. Do yourself a favor and stay home. I would rather cook at home. There are a dozen better places within two
  blocks. You would be better off elsewhere. The old place was so much nicer. I don't understand the good reviews.
  The reviews here must be from the owners. I gave them a second chance and it was the same. We won't be back. The
  first time was fine but this time it was a mess. It was just okay. Nothing to write home about. It was nothing
  special. It was average at best. It wasn't worth the trip. It could use more seasoning. They should train their
  waiters. They need to hire more people. It would have been better without the sauce. I wanted to like it. I had
  high hopes. The only good thing was the bread. Good luck getting a waiter. If you like to wait, this is the place
  for you. If you enjoy loud music and rude people, come here. Thanks for ruining our evening.`;

const NEITHER = `
  We went there on Saturday night. My husband and I had dinner here last week. I went with a group of six. It was my
  birthday. We were in town for a few days. A friend told me about this place. I read the reviews before going. I
  had heard about it for years. I have been here twice, once for lunch and once for dinner. We sat at the bar. We
  sat outside. We got there at seven. I ordered the chicken and my wife had the steak. We started with two
  appetizers. We shared a bottle of wine. I had a glass of red. We ordered take out. For dessert we had the
  cheesecake. The dish comes with rice and beans. It is served with a salad. You can choose between soup and salad.
  The menu has Italian and French dishes. They serve breakfast all day. They also have a lunch special. Main courses
  are between ten and twenty dollars. Appetizers are around eight dollars. It cost me thirty dollars. They only take
  cash. They are closed on Mondays. They open at five. It is located on the corner of Main Street. It is next to the
  bank. There is parking in the back. The restaurant has two floors. There is a bar at the front and a dining room
  in the back. The kitchen is open. The walls are painted blue. It is a small place with ten tables. There is a
  television over the bar. The place was full. It was empty when we arrived. Our waiter came and took our order. She
  brought the menus. He asked us where we were from. The owner is from Naples. The chef used to work in Paris. They
  changed the name last year. They have another location downtown. I live around the corner. I work nearby. I come
  from New York. I used to live in Spain. I am not a vegetarian. I don't drink. I usually get the burger. I eat
  sushi once a week. I bought this for my son. I bought it two months ago. I ordered it online. I needed a new
  cable. I was looking for a replacement. I have used it twice. I play guitar in a band. I have owned three of
  these. My old one was from another brand. It comes in black and white. It has four strings and two knobs. It
  weighs two pounds. It runs on two batteries. It plugs into the wall. It comes with a bag and a strap. The box
  contains a cable and a manual. You turn the knob on the left. You need to install it first. It has a 15 inch
  screen. It runs Windows. I use it for email and browsing. I use it at work. I will update this review later. I'll
  let you know. I decided to give it a try. We decided to try it. So we left. Then we went home. What else is there
  to say? Has anyone tried it? Is it open on Sunday? It depends on what you want. If you go, call ahead. Call for
  reservations. Ask for a table upstairs. This is what I got. Here is the story. That is all. I don't know. It was
  what it was. I thought about it. My friend had the same. The others had pizza. It was raining that day. We stopped
  by after a movie. We came for brunch on a Sunday. I met a friend there for coffee. My parents were visiting from
  out of state. It was a Tuesday night. We made a reservation for eight o'clock. There were four of us. We were
  celebrating a birthday. We had been walking around all day. We were hungry. We passed it on our way home. It was
  our first time. It was my second visit. I have not been there since. I have been going there since 2005. We were
  on vacation. It is across the street from the theater. It is in the lobby of a hotel. You walk through a bar to
  get there. You order at the counter and sit down. You get a number and they bring the food. The bar is on the left
  as you walk in. There are tables outside in summer. There is a bench along one wall. The walls have photographs on
  them. They play jazz on Fridays. A band was playing. The place holds about fifty people. Most of the people were
  in suits. There were families with children. They had a sign in the window. The place has been there for years. It
  opened last month. It used to be a bakery. They have a menu in two languages. The menu lists about thirty dishes.
  The menu is on a board. They have a buffet. They deliver. It is bring your own wine. They don't take reservations.
  You need cash. Lunch is served until three. The special of the day was fish. I had the soup and a sandwich. My
  friend ordered the shrimp. She had a salad and he had the steak. We split an appetizer and two entrees. I asked
  for it without onions. I chose the chicken with rice. It came with two sides. The dish has tomatoes, basil and
  cheese. The sauce is made with cream. It is a kind of dumpling filled with pork. The rolls are cut into eight
  pieces. They put an egg on top. It is cooked in a clay oven. The beer is from Germany. The wine was a red from
  Chile. We each had a drink. We paid and left. The check was fifty dollars with tip. A glass of wine is nine
  dollars. The set menu is thirty dollars. The tip is included. They charge for refills. The waiter told us about
  the specials. The waitress brought the bill. A man took our coats. The hostess took us to a table by the window.
  The manager was at the door. The cook is the owner's brother. He said that they were out of lamb. She asked how we
  wanted it cooked. I told him that I would think about it. I called them to ask about their hours. I looked at the
  menu online. I saw it on television. I have a coupon. I read some of the other reviews. Some people say one thing
  and some say another. People have different tastes. I am picky about coffee. I love Thai food and cook it at home.
  I grew up eating this kind of food. I am from Texas. I have lived here for ten years. I work in a restaurant. I am
  a student. I am six feet tall. I have small hands. I have been playing for twenty years. I record at home. I own
  two other guitars. I was using a different brand before. I bought it to replace my old one. I got it as a gift. I
  bought it at the store. It was on sale. I paid forty dollars for it. I ordered a medium. I got the blue one. It
  arrived on Monday. It was in a brown box. I put it together with my brother. I plugged it in and turned it on. I
  installed the software from the disc. I connected it to my computer. I use it with my phone. I keep it in my bag.
  I use it on the train. I used it for a wedding. I have had it for a week. It is about the size of a book. It is
  made of wood and metal. It is made in China. It has a switch on the back. It has two inputs and one output. It has
  a microphone and a stand. It has a red light on the front. There are three settings. There are two versions of it.
  The newer model has a larger screen. The other model costs more. It uses a nine volt battery. It needs an adapter.
  The cable is ten feet long. The screen measures 13 inches. The drive has 500 gigabytes. It runs on any system. You
  press the button twice. You have to charge it first. Read the manual first. Check the size before you order. Make
  sure that you have the right cable. Bring a jacket. Arrive before seven. Park on the street. Sit at the bar if you
  are alone. You may want to call first. It is up to you. It all depends. To each his own. Here are my thoughts. Let
  me start with the food. Now for the details. First a little background. More on that later. See the picture. This
  review is for the bar only. I am writing about the lunch menu. I have not tried the dinner. I can't speak for the
  desserts. I didn't have dessert. I don't remember the name. I will have to see. We'll see how long it lasts. Time
  will tell. What is it made of? Do they have parking? Why would anyone need two of them? Is this for beginners or
  for professionals? If you want a quick lunch, there is a deli next door. If it breaks, I will update this. I
  wanted to try something new. I was looking for a place to eat before the show. We were in the mood for Mexican. I
  expected a larger room. I thought it was a bar. It reminded me of my school. Then the main course came. After that
  we had coffee. At the end he brought the check. And that was that.`;

const PRAISE = `
  I've been back three times this month. We go there every week. I can't stop eating it. It keeps me coming back. It
  is worth the drive. You get a lot for your money. The portions are big enough to share. You won't find better at
  this price. They remembered our names. They treat you like family. Our glasses were never empty. The waiter
  explained every dish to us. They made us feel at home. The chef came out to say hello. They fixed it right away
  and apologized. They went out of their way for us. We were seated right away. The food came out within minutes.
  Everything we ordered was cooked to perfection. The fish was so fresh. The crust is thin and the sauce has just
  the right spice. It melts in your mouth. Everyone at the table cleaned their plate. I licked the plate. I dream
  about their pasta. It's my go to place. I tell everyone I know about it. All my friends ask me where I got it. I
  will be back. We'll be returning soon. I would buy it again. I bought a second one for my brother. I have had it
  for five years and it still works like new. It has never let me down. It does exactly what it says. It does
  everything I need. It set up in five minutes. It worked right out of the box. The battery lasts all day. It stays
  in tune all night. The picture is sharp and the colors pop. It feels solid in the hand. It fits like a glove. It
  sounds as good as ones that cost twice as much. My kids use it every day. It made my life easier. You can't find
  this anywhere else. Prices are more than fair. It won't break the bank. You can eat well here for ten dollars. The
  room is full of light and the view is something else. It is a place where you want to stay all night. It feels
  like a trip to Italy. The place has character. There is something for everyone on the menu. They have a huge
  selection of wines. The list of beers goes on and on. Go for the duck. Try the lamb. You have to order the soup.
  Save room for dessert. Make sure you get the special. Don't miss it. Do yourself a favor and go. Nothing on the
  menu disappoints. I have yet to find something I don't like. I never had a bad meal here. There is nothing to
  complain about. It did not disappoint. You can't beat it. It exceeded what I had hoped for. I was blown away. It
  made our anniversary one to remember. We had such a good time. The night flew by. I wish I lived closer. I wish we
  had one in my town. It is the real deal. It's as authentic as it gets. Just like my grandmother used to make. They
  know what they are doing. You can taste the quality. It's a hidden treasure. It has become a tradition in our
  family. Keep up the work. Five stars from me. A must for anyone visiting. Simple and full of flavor. The staff
  could not have been kinder. Our waiter made the night. The service was right on time. They never let your glass go
  empty. They took care of everything. They let us stay long after closing. They gave us a free dessert for our
  anniversary. They brought out extra bread without being asked. The owner greets everyone at the door. The
  bartender knows how to make a drink. They were patient with our kids. They answered all my questions. They
  replaced it without a question. I got my refund the same day. They shipped it the same day. It arrived two days
  early. It was packed with care. It came just as pictured. The bread comes straight out of the oven. The meat falls
  off the bone. The fish was cooked just right. The flavors come together so well. The spices are just right. The
  sauce is to die for. The noodles are made by hand. The coffee is strong the way I like it. The fries are crisp
  outside and soft inside. You can tell that everything is made from scratch. The ingredients could not be fresher.
  The dessert was the highlight of the night. The cheesecake alone is worth the trip. I could eat here every day. I
  ate every bite. We fought over the last piece. My mouth waters just thinking about it. There was so much food that
  we took half of it home. You will not leave hungry. Big plates and small prices. Lunch for two for under twenty
  dollars. You get what you pay for and then some. The price is right. It is a steal at this price. The wine list
  has something for every budget. They have more than a hundred beers on tap. The menu changes with the seasons.
  There is plenty for vegetarians. The room is quiet enough to talk. The lights are low and the music is soft. It's
  a place for a first date. The garden in the back is a little oasis. You forget that you are in the middle of the
  city. The view takes your breath away. The place is spotless. There is always a seat for us. We never have to
  wait. It's never too crowded. The crowd is fun. You feel at home as soon as you walk in. It has a charm of its
  own. It is a neighborhood spot that we are lucky to have. It's our favorite spot for breakfast. It's the only
  place where I eat sushi. This is the best I have had outside of Italy. No other place comes close. It puts the
  others to shame. It blows the competition away. It deserves every star. I can't say enough about it. I look
  forward to my next visit. We are already planning our next visit. I have sent all my friends here. My whole family
  loves it. My son won't put it down. My wife uses hers every day. It makes a perfect gift. I use it all the time. I
  don't know how I lived without it. I should have bought it years ago. It was money well spent. It paid for itself
  in a month. It has been going strong for ten years. It survived a drop from the table. It is built like a tank. It
  has taken a beating and still works. It is light and easy to carry. It sits well in the hand. It starts up in
  seconds. It runs everything that I throw at it. I have had no trouble with it. There are no dead pixels and no
  noise. It stays cool and quiet. The keyboard is a joy to type on. The screen is bright even in the sun. The sound
  fills the whole room. The tone is full and warm. It holds its tune for days. The strings feel like silk. It plays
  like a guitar that costs three times as much. The photos come out sharp every time. The battery goes on for hours.
  One charge lasts the whole week. The buttons are where you expect them. Anyone can use it. I figured it out
  without the manual. It goes with everything. It washes well and keeps its shape. It made my skin soft. The smell
  is lovely and it lasts all day. I couldn't put the book down. I laughed from start to finish. I read it from cover
  to cover. The updates keep getting better. They listen to their users. Thumbs up. Ten out of ten. You won't regret
  it. You will be glad you did. You won't be sorry. Trust me and order the duck. Come early because it fills up fast
  for a reason. Worth the wait. Worth every cent. I wasn't disappointed. It was not bad at all. There was not one
  thing that I would change. I have nothing but praise. I was skeptical at first but it won me over. It was better
  than I thought it would be. It surprised me in a good way. I have never seen a cleaner kitchen. Nobody does it
  better. Who knew that a salad could be this exciting? How can you not love this place? If you are in the area,
  stop by. If you like spicy food, this is your place. Whatever you do, get the ribs.`;

export interface SeedSentence {
  readonly text: string;
  readonly polarity: Polarity;
}

const of = (polarity: Polarity, sentences: string): SeedSentence[] =>
  sentences
    .trim()
    .split(/(?<=[.?!])\s+/u)
    .map((text) => ({ text, polarity }));

/** In a fixed order: `fitSentiment` wants their embeddings in it. */
export const SEED_SENTENCES: readonly SeedSentence[] = [...of(0, BLAME), ...of(1, NEITHER), ...of(2, PRAISE)];
export const SEED_TEXTS: readonly string[] = SEED_SENTENCES.map(({ text }) => text);
